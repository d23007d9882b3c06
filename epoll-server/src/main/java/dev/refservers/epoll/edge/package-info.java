/**
 * The same loop, told of each thing once: epoll, edge-triggered.
 *
 * <pre>
 *        kernel                                     Connection
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
 * What that changes, against {@link dev.refservers.epoll}:
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
package dev.refservers.epoll.edge;

import org.jspecify.annotations.NullMarked;
