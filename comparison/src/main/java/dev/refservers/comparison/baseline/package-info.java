/**
 * Comparisons that are kept under a name, and what later ones may not fall behind of: the bounds in {@code config/bounds.txt}.
 */
@NullMarked
package dev.refservers.comparison.baseline;

import org.jspecify.annotations.NullMarked;
