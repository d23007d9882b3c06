/** The protocol's specification as data: its sections, its rules, and their text. */
@NullMarked
package dev.refservers.conformance.spec;

import org.jspecify.annotations.NullMarked;
