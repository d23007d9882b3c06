/**
 * The reactor: one thread waits on a {@link java.nio.channels.Selector} for all connections at once.
 *
 * <pre>
 *   clients            kernel                     one thread: EventLoop.runOnce
 *
 *   ○───────▶ socket ┐                     ┌─▶ Acceptor.ready    accepts, a few at a time
 *   ○───────▶ socket ├─▶ epoll ─▶ Selector ┤
 *   ○───────▶ socket ┘   "these are ready" └─▶ Connection.ready  reads once ─▶ Session ─▶ writes what it owes
 *                                                   │
 *                  wakes (any thread), deadlines ───┴─▶ Connection.resume
 * </pre>
 *
 * <p>
 * A readiness model: the kernel says that a call would not block, and the call itself moves the bytes. So nothing is
 * held for a connection that is quiet: the buffers belong to the thread, not to the connection.
 *
 * <p>
 * The loop holds to four rules:
 * <ol>
 * <li>What a connection waits for is computed from its session each time, and told to the selector only when it
 * differs from what the selector knows. Nothing is remembered, so nothing can be remembered wrongly.
 * <li>Write first; wait for room only when bytes are left over. In a conversation of requests and replies
 * {@code OP_WRITE} is never set.
 * <li>One read for each readiness. A selector is level-triggered: what is left is reported again, after the others had
 * their turn.
 * <li>Another thread may only enqueue. It rings the selector's bell only while the loop sleeps.
 * </ol>
 */
@NullMarked
package dev.refservers.select;

import org.jspecify.annotations.NullMarked;
