/** What finds divergences must find them. */
@NullMarked
package dev.refservers.fuzzing;

import org.jspecify.annotations.NullMarked;
