/** A protocol as somebody writes it who cannot change ours: its code is the example of this module's README. */
@NullMarked
package dev.refservers.example;

import org.jspecify.annotations.NullMarked;
