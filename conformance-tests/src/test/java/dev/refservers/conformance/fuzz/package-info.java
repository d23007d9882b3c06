/** What finds divergences must find them. */
@NullMarked
package dev.refservers.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
