/** Renders results. */
@NullMarked
package dev.refservers.comparison.report;

import org.jspecify.annotations.NullMarked;
