/** Plays scripts against targets. */
@NullMarked
package dev.refservers.conformance.run;

import org.jspecify.annotations.NullMarked;
