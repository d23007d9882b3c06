/**
 * What a comparison has found, as records that are also the JSON form: see {@link dev.refservers.comparison.result.Comparison}.
 * Measurements are kept as they were made; what a table shows is computed from them.
 */
@NullMarked
package dev.refservers.comparison.result;

import org.jspecify.annotations.NullMarked;
