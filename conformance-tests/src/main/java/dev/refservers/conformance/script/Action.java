package dev.refservers.conformance.script;

import java.time.Duration;

/** What a client does to its connection: the {@code !} lines. */
public sealed interface Action {

    /** {@code connect}: connects, and waits until it is connected. */
    record Connect() implements Action {}

    /** {@code try-connect}: begins to connect, and does not wait. */
    record TryConnect() implements Action {}

    /** {@code close}: closes at once. */
    record Close() implements Action {}

    /** {@code half-close}: sends no more, once all is sent, but goes on to read. */
    record HalfClose() implements Action {}

    /** {@code reset}: ends with a TCP reset. */
    record Reset() implements Action {}

    /** {@code drip n [d]}: from now on sends in pieces of n bytes, with a pause between them. */
    record Drip(Amount bytes, Duration pause) implements Action {}

    /** {@code split n [d]}: sends the first n bytes of its next line, and after a pause the rest. */
    record Split(Amount bytes, Duration pause) implements Action {}

    /** {@code stop-reading}: leaves what comes in the kernel's buffers. */
    record StopReading() implements Action {}

    /** {@code resume}: reads again. */
    record Resume() implements Action {}

    /** {@code kill-worker}: kills the process that serves this connection, if it is not the server itself. */
    record KillWorker() implements Action {}
}
