/**
 * How a comparison goes.
 *
 * <pre>
 *   ComparisonRun   conformance of each server, then
 *     block 1       server C, A, B        in an order that the seed decides
 *     block 2       server B, A, C        the same order mirrored
 *     …               each with a fresh process (ServerBlock):
 *                       scenario 1        warm-up windows until three agree (WarmUp), then
 *                       scenario 2          read meters · one measured window · read meters
 *                       …
 * </pre>
 *
 * <p>
 * What drifts, such as a processor that gets warm or a neighbour that wakes up, then hits all servers alike.
 */
@NullMarked
package dev.refservers.comparison.run;

import org.jspecify.annotations.NullMarked;
