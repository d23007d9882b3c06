/**
 * How a comparison goes.
 *
 * <pre>
 *   ComparisonRun   conformance of each server, then
 *     Block 1       all servers are started (Contestant)
 *       scenario 1    each is warmed up, then rounds (Turns):
 *                       round 1   a window of C, of A, of B      in an order that the seed decides
 *                       round 2   a window of B, of A, of C      the same order mirrored
 *       scenario 2    …
 *                   all servers are ended; then the experiments, each with a process of its own
 *     Block 2       …
 * </pre>
 *
 * <p>
 * What drifts, such as a processor that gets warm or a neighbour that wakes up, then hits all servers alike. What a stage has found is
 * kept when the stage is done, and a run that was interrupted goes on behind the last.
 */
@NullMarked
package dev.refservers.comparison.run;

import org.jspecify.annotations.NullMarked;
