/**
 * The reactor on the metal: one thread waits in epoll_wait(2) for all connections at once, by native calls.
 *
 * <pre>
 *   clients            kernel                          one thread: EventLoop.runOnce
 *
 *   ○───────▶ socket ┐                              ┌─▶ ListeningSocket   accept4, a few at a time
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
 * A readiness model. {@link dev.refservers.epoll.LevelConnection} is level-triggered: epoll_wait tells a socket again and
 * again for as long as there is something to read, or room to write. So a turn may leave work undone, and nothing is
 * lost: one recv for each readiness, no second one to see EAGAIN.
 *
 * <p>
 * What the loop holds to:
 * <ol>
 * <li>What a level-triggered connection waits for is computed from its session each time; epoll_ctl is called only when
 * it differs from what the kernel watches. In a conversation of requests and replies that is never.
 * <li>Write first; ask for EPOLLOUT only when bytes are left over.
 * <li>The kernel returns with each event the key of a connection, never its descriptor: that number may be another's
 * by the time the event is looked at.
 * <li>The buffers that the kernel reads and writes belong to the loop, not to a connection; an idle connection holds
 * none. A call of the hot path allocates nothing.
 * <li>Another thread may only enqueue, and ring: the eventfd is one more descriptor that epoll watches.
 * <li>Several loops are several such servers on one port: they share the limit of connections, no connection.
 * </ol>
 *
 * <p>
 * {@link dev.refservers.epoll.EdgeConnection} is edge-triggered: the kernel tells of a change, once.
 *
 * <pre>
 *        kernel                                     EdgeConnection
 *
 *   bytes arrive ──── edge ────▶ readable = true ────▶ recv, once a turn ──┬─ a full buffer: still readable ─▶ stillReady
 *                                                                          └─ fewer, or EAGAIN: readable = false
 *   room is made ──── edge ────▶ writable = true ────▶ send, some a turn ──┬─ all was taken: still writable
 *                                                                          └─ fewer, or EAGAIN: writable = false
 *
 *   next turn: those in stillReady that can go on do so, and epoll_wait does not wait meanwhile
 * </pre>
 *
 * <p>
 * A level is a state, and can be asked for as often as one likes; an edge is news, and whoever drops it waits for ever.
 * What that changes:
 * <ol>
 * <li>What the kernel told is remembered, until a call finds it used up. Only then does the kernel tell again. Whether
 * the session wants it just now is another question, asked anew each time: a session that wants no input leaves
 * {@code readable} set, and goes on from there when it has room again, without any event.
 * <li>The kernel is told once what to watch: epoll_ctl is called once for each connection, and never again.
 * <li>A read that gets less than it has room for has found the end of what there was (epoll(7)), but for three things
 * that stand behind the bytes and whose edge may have come with theirs: the end, an error, and urgent data, at which
 * every read stops. Where one of these was told, only EAGAIN or the end counts.
 * <li>The textbook's loop, "read until EAGAIN", never ends while a client sends faster than it is read. Here everybody
 * reads one buffer a turn, and who is still ready stands in line.
 * <li>The listening socket and the eventfd stay level-triggered: clients who are not accepted in one turn are told again
 * in the next, and nothing is gained by an edge.
 * </ol>
 */
@NullMarked
package dev.refservers.epoll;

import org.jspecify.annotations.NullMarked;
