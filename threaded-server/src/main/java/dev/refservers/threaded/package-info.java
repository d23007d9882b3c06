/**
 * A thread for each connection: it reads, and while there is nothing to read, it is blocked. Code in the order in which
 * things happen, and no state that a thread's stack does not keep. A platform thread is scheduled by the system, a
 * virtual one by the JDK on a few platform threads; the code is the same.
 *
 * <pre>
 *   acceptor ─ accept ─┬─▶ connection's thread:  read ─▶ lock: receive, resume ─▶ write ─▶ lock: resume ─▶ read …
 *                      ├─▶ connection's thread:  read ─▶ …
 *                      └─▶ …                 ▲
 *                                            │ lock: resume ─▶ write, unless another does
 *   another session ─ wake ─▶ queue ─▶ wakers ◀─ deadlines
 * </pre>
 *
 * <p>
 * <b>What a blocked thread cannot do.</b> It does not see that another client's push has served its own client's
 * blocking pop, that a deadline has come, or that the server is closing: {@code read} returns for input only, and
 * {@code write} when the client has read. So other threads, the {@link dev.refservers.threaded.Wakers}, take such turns
 * in its place. A session is used by who has its connection's lock; a thread reads and writes without it.
 *
 * <p>
 * <b>Why no read time-outs.</b> Two reasons. A wake may give a session a new deadline (a second blocking pop that was
 * pipelined behind the first) while its thread is in a read that began without one. And a read with a time-out costs
 * the JDK three system calls, a read without one: one.
 *
 * <p>
 * <b>Why a copy is written.</b> While a client reads slowly, its session is woken, and its deadlines come, all the same:
 * it may owe more then, or less, and must not wait for the write that is stuck. So a write takes a small copy along, and
 * the lock is held for moments only: whoever wants it waits for it. Bytes stay owed until they are written, so the
 * session knows how long the client has taken nothing.
 *
 * <p>
 * <b>Why there are several wakers.</b> A waker writes, hence may be blocked by a slow client itself. Before it writes it
 * makes sure that another waker is there: leader/followers. As many wakers as slow clients, at worst.
 *
 * <p>
 * <b>How a blocked write ends.</b> By the client reading, or by another thread closing the socket: a waker when the
 * session has given the client up, the closing server when the grace period is over.
 *
 * <p>
 * <b>A pool</b> is the same with a fixed number of threads, each of which serves a connection from its beginning to its
 * end. Who is accepted when all are busy waits in the pool's line, without a session. Who is over the limit of those
 * that may wait is told so by the wakers, since no thread of the pool has time for that.
 */
@NullMarked
package dev.refservers.threaded;

import org.jspecify.annotations.NullMarked;
