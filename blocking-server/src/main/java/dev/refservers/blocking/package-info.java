/**
 * One thread, one client at a time: the iterative server, and the reason for all the others.
 *
 * <pre>
 *   clients      accept queue (kernel)      the thread
 *
 *   c3, c4 ───▶  ┌────┬────┐
 *                │ c4 │ c3 │ ──▶ accept ──▶ c2:  read ─▶ receive, resume, write ─▶ read … until c2 leaves
 *                └────┴────┘        ▲                                                             │
 *                                   └─────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>
 * Nothing is shared, nothing is locked, and nothing is refused: a client that comes while another is served is
 * connected by the kernel, what it sends is kept by the kernel, and it is served whole when its turn comes. It costs a
 * place in the accept queue, and patience. A limit of connections can't be exceeded, since it is at least 1.
 *
 * <p>
 * <b>Threads.</b> {@code start()} has to return while clients are served, so it starts the one thread that serves them.
 * That is the only one: none is created for a client, for a deadline, or for the end. The thread that closes the server
 * lends a hand from outside, by shutting down the input of the socket that the server's thread may be reading from.
 *
 * <p>
 * <b>What a blocked thread cannot do</b>, and how it does:
 * <ul>
 * <li>Keep a deadline: the read gets a time-out, but only while there is a deadline. A read without one is one system
 * call; with one it costs the JDK seven, because the socket has to be non-blocking for a moment, and to be waited for.
 * <li>See that it was woken: while a session waits for somebody else than its client, a read lasts for 10 ms at most.
 * Other clients cannot be the ones it waits for here. What a protocol does in the background can.
 * <li>Do either while it writes to a client that takes nothing: if there is a deadline, or somebody else to wait for, a
 * write does not block, but is tried again every millisecond.
 * </ul>
 */
@NullMarked
package dev.refservers.blocking;

import org.jspecify.annotations.NullMarked;
