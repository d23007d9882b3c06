/**
 * Differential fuzzing: the same conversation with two servers, of which one is right by definition.
 *
 * <pre>
 *   seed ──▶ Generator ──▶ Episode ──▶ Reference ──▶ Transcript ─┐
 *            (Grammar,     (moves)     (plays it      (what every │
 *             Garbage)                  on Redis)      connection │
 *                             │                        saw)       ▼
 *                             └────────────────────────────▶ Replay ──▶ nothing, or a Divergence
 *                                                       (on the target)        │
 *                 Differences: what may differ, each with its reason ──┘       ▼
 *                                        ScriptWriter ◀── the shortest episode ◀── Shrinker
 *                                             └──▶ a .talk file that can be committed
 * </pre>
 *
 * <p>
 * <b>What makes it repeatable.</b> Servers may have many threads, so what two connections do at once has no order. Here
 * one connection acts at a time, and the next one waits until everything that the act has caused has arrived everywhere.
 * On Redis, which has one thread, two questions on another connection show that: the answer to the second one can't
 * overtake what the first turn of its event loop has written. On the target, the transcript says what must arrive, and
 * {@code INFO clients} tells when as many clients wait as did on Redis.
 *
 * <p>
 * <b>What is compared.</b> Every reply, byte for byte, on every connection after every move, and whether the server has
 * closed the connection. What may differ is declared in {@code differences.txt}, as narrowly as it can be told.
 */
@NullMarked
package dev.refservers.fuzzing;

import org.jspecify.annotations.NullMarked;
