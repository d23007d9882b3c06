@NullMarked
package dev.refservers.conformance;

import org.jspecify.annotations.NullMarked;
