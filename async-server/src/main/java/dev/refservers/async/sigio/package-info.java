/**
 * Signal-driven I/O, the model between readiness and completion: nobody asks which socket is ready, the kernel sends the
 * loop's thread a signal whenever something has happened to one.
 *
 * <pre>
 *   clients            kernel                                   one thread: EventLoop.runOnce
 *
 *   ○───────▶ socket ┐  O_ASYNC            queue of signals                      ┌─▶ ListeningSocket   accept4, ...
 *   ○───────▶ socket ├─ F_SETOWN_EX: thread ─▶ (40, fd) (40, fd) … ─▶ sigtimedwait ─▶ Connection.ready  recv, send, recv
 *   ○───────▶ socket ┘  F_SETSIG: 40           SIGIO: it was full                └─▶ everyone is asked
 *                                                 ▲
 *      another thread: Waker.signal ────────── SIGURG
 *
 *   one request:   rt_sigtimedwait ── recv ── recv: EAGAIN ── send
 * </pre>
 *
 * <p>
 * What the loop holds to:
 * <ol>
 * <li>No handler: the signals are blocked in the one thread that they are sent to, which takes them from its queue when
 * it has time. The JVM starts threads of its own, so they cannot be blocked in all of them from here; and where they are
 * not, they end the process. So they are sent to the thread and never to the process (F_OWNER_TID), SIGIO too. Before the
 * thread ends, nothing may send any more, and what is left in its queue is dropped.
 * <li>A signal tells of a change, once: so a socket is read until EAGAIN, and what is left undone is remembered.
 * <li>Each piece that a client sends is one more signal. Who has more to do than one turn allows would have a turn for each
 * of his: so while there is such a one all signals are taken first, and each connection has one turn, whatever its signals.
 * <li>A signal names a descriptor, and nothing else. The number may be another client's by then, so it is a hint: whoever
 * has the number now looks, and a needless look does no harm.
 * <li>What has happened before the signals were asked for is not told: so the first look comes without one.
 * <li>The queue has an end (RLIMIT_SIGPENDING, which the user's processes share). A signal that does not fit is lost, and
 * SIGIO comes in its place, at most once: then all are asked, as if they had been named.
 * <li>Another thread may only enqueue, and send a signal that whoever does not wait for it ignores.
 * </ol>
 */
@NullMarked
package dev.refservers.async.sigio;

import org.jspecify.annotations.NullMarked;
