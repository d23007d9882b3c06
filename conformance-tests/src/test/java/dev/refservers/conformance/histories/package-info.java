/**
 * Histories of concurrent clients, and whether one queue could have made them.
 *
 * <p>
 * Clients write down when they asked, when the answer came, and what it was. A history is linearizable (Herlihy and
 * Wing, 1990) if each operation could have happened at one moment between question and answer, so that all answers are
 * those of {@link dev.refservers.conformance.histories.QueueModel}, which does one thing after the other. An operation
 * that waits has two such moments: when its wait begins, and when it ends; so those who wait have an order. What a
 * client asked for before its connection was reset may have happened or not, then or later.
 *
 * <pre>
 *   client 1  ├── RPUSH k a ──┤                      1: RPUSH k a  → 1
 *   client 2       ├────── BLPOP k ──────┤     ──▶   2: BLPOP k    → a
 *   client 3               ├ LLEN k ┤                3: LLEN k     → 0
 * </pre>
 */
@NullMarked
package dev.refservers.conformance.histories;

import org.jspecify.annotations.NullMarked;
