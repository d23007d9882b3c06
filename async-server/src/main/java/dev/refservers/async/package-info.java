/**
 * Completion: an operation is asked for together with the buffer that it fills or empties, and the answer comes when it
 * is done. NIO.2's channels, with one thread that gets all the answers.
 *
 * <pre>
 *   clients         channels                           one thread of the group
 *
 *   ○──────▶ receive ┐  (a small buffer each)     ┌─▶ Connection.received ─▶ Session ─┐
 *   ○──────▶ receive ├─▶ AsynchronousChannelGroup ┤                                   ├─▶ receive, send again
 *   ○◀────── send    ┘  "done: 64 bytes"          └─▶ Connection.sent ────────────────┘
 *                                  ▲
 *            wakes, the timer ─────┴── post: also the group's thread
 * </pre>
 *
 * <p>
 * The life of a buffer, which is what is different from a readiness model:
 * <ol>
 * <li>To receive, a connection borrows a small buffer; it cannot have it back before a byte comes.
 * <li>To send, it borrows another and copies into it what its session owes: the session may move its bytes meanwhile.
 * <li>With the completion, the received bytes go to the session, or the sent ones are taken from what it owes.
 * <li>Then the buffer is given back. A connection that is closed is forgotten only when it has nothing borrowed any more.
 * </ol>
 *
 * <p>
 * A completion may also come at once, on the stack of the call that asked for it. It is only noted then, and the loop
 * that asked goes on with it: so a client that sends thousands of requests at once makes a loop, not a recursion.
 */
@NullMarked
package dev.refservers.async;

import org.jspecify.annotations.NullMarked;
