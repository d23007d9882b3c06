/**
 * What the figures of a comparison say about each other, and how surely.
 *
 * <p>
 * Two servers are held against each other window by window: a round of one is divided by the round of the other that was measured
 * within the same seconds, so that a machine that was slower just then cancels out. The median of a block's rounds is the block's
 * ratio, in which everything is that differs from one start of a process to the next; the median of the blocks is the ratio, and
 * resampling the blocks tells how far it can be trusted.
 *
 * <p>
 * The reference is measured twice, under two names. What sets those two apart is noise, and a difference that is not larger is none.
 */
@NullMarked
package dev.refservers.comparison.statistics;

import org.jspecify.annotations.NullMarked;
