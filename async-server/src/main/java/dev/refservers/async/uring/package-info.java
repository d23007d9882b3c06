/**
 * Completion by the kernel itself: one thread writes down what all connections want in one ring of memory, reads in
 * another what has been done, and enters the kernel once a turn for both.
 *
 * <pre>
 *   clients         kernel                                        one thread: EventLoop.runOnce
 *
 *   ○─────▶ socket ─▶ multishot receive ─┐
 *   ○─────▶ socket ─▶ multishot receive ─┼─▶ completions ──────▶ EventLoop.dispatch
 *   ○─────▶ listener ▶ multishot accept ─┤   (user_data,             │
 *           eventfd ─▶ multishot poll ───┘    result, flags)         ▼
 *              ▲                                                  Connection.completed: Session.receive
 *   another thread: Waker.signal                                     │
 *                                                                    ▼
 *   ○◀───── socket ◀─ send ◀──────────────── submissions ◀──────── Operations.send
 *                          io_uring_enter: take what is new, wait for what is done
 *
 *   one request, once the loop is busy:   a share of one io_uring_enter, which many requests have together
 * </pre>
 *
 * <p>
 * The life of a byte, which is what is different from readiness:
 * <ol>
 * <li>The kernel receives it when it comes, into the next of the buffers that all connections have provided together. No
 * connection holds one while it waits.
 * <li>The completion names the buffer. The session takes its bytes within the same turn, and the buffer is provided
 * again: so there are enough, however many connections there are. When the kernel finds none it ends the receive, and
 * the loop begins it again.
 * <li>What the session owes is copied into a buffer that is lent for as long as the kernel sends from it; one send at a
 * time, or a short one would mix up the bytes. They are taken from what is owed when the completion tells how many went.
 * </ol>
 *
 * <p>
 * What the loop holds to:
 * <ol>
 * <li>What is under way cannot be called back at once. A connection that has ended keeps its socket, its buffer and its
 * place until the last completion has come; only then its descriptor is closed.
 * <li>A session that wants no more input may get some still, from before the kernel heard of it: that is held.
 * <li>user_data is the key of a connection and the operation, never a descriptor: that number may be another's by the
 * time the completion is looked at.
 * <li>Multishot does not mean for ever: a completion without IORING_CQE_F_MORE is the last one, and the operation begins
 * anew if it is still wanted.
 * <li>To be woken costs more than to serve a request: a busy loop waits for several clients at once, but never for long,
 * and not while it serves only a few.
 * <li>Only the loop's thread enters the ring. Another may only enqueue, and ring: the eventfd is polled by the ring too.
 * </ol>
 */
@NullMarked
package dev.refservers.async.uring;

import org.jspecify.annotations.NullMarked;
