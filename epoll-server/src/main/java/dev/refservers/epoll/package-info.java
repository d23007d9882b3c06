/**
 * The reactor on the metal: one thread waits in epoll_wait(2) for all connections at once, by native calls.
 *
 * <pre>
 *   clients            kernel                          one thread: EventLoop.runOnce
 *
 *   ○───────▶ socket ┐                              ┌─▶ Acceptor.ready    accept4, a few at a time
 *   ○───────▶ socket ├─▶ epoll ─▶ (key, events)[] ──┤
 *   ○───────▶ socket ┘    ▲                         └─▶ Connection.ready  recv ─▶ Session ─▶ send what it owes
 *                      eventfd                               │
 *                         ▲                                  │
 *      another thread: Waker.signal         wakes, deadlines ┴─▶ Connection.resume
 *
 *   one request, once the loop is busy:   epoll_wait ── recv ── send    and nothing else
 * </pre>
 *
 * <p>
 * A readiness model, level-triggered: epoll_wait tells a socket again and again for as long as there is something to
 * read, or room to write. So a turn may leave work undone, and nothing is lost: one recv for each readiness, no second
 * one to see EAGAIN.
 *
 * <p>
 * What the loop holds to:
 * <ol>
 * <li>What a connection waits for is computed from its session each time; epoll_ctl is called only when it differs from
 * what the kernel watches. In a conversation of requests and replies that is never.
 * <li>Write first; ask for EPOLLOUT only when bytes are left over.
 * <li>The kernel returns with each event the key of a connection, never its descriptor: that number may be another's
 * by the time the event is looked at.
 * <li>The buffers that the kernel reads and writes belong to the loop, not to a connection; an idle connection holds
 * none. A call of the hot path allocates nothing.
 * <li>Another thread may only enqueue, and ring: the eventfd is one more descriptor that epoll watches.
 * <li>Several loops are several such servers on one port: they share {@link dev.refservers.epoll.Places}, no connection.
 * </ol>
 */
@NullMarked
package dev.refservers.epoll;

import org.jspecify.annotations.NullMarked;
