/** How results and progress look in a terminal, and in a file that a terminal's output is sent to. */
@NullMarked
package dev.refservers.comparison.terminal;

import org.jspecify.annotations.NullMarked;
