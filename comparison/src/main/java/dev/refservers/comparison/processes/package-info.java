/**
 * The processes that a comparison runs: servers, each in one of its own, and the generator; where they run, how they are
 * started and ended.
 */
@NullMarked
package dev.refservers.comparison.processes;

import org.jspecify.annotations.NullMarked;
