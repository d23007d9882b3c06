package dev.refservers.threaded;

import dev.refservers.protocol.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * What a connection writes to: a client that may read slowly, or no more. Used under the connection's lock, but for
 * {@link #deadline}.
 *
 * <p>
 * A blocked write has no time-out in Java. It ends when the socket is closed, by somebody else.
 */
final class Output {

    /** Of one write, at most: a client that takes so much within the idle time-out is not idle. */
    private static final int WRITE_BYTES = Input.LARGE_BYTES;

    private final OutputStream stream;
    private final long idleTimeoutNanos;

    /** When the write that is going on will have lasted for too long, or NEVER. */
    private volatile long deadline = Session.NEVER;

    /** Writes to {@code stream}, where a write may last for {@code idleTimeoutNanos}; 0 is for ever. */
    Output(OutputStream stream, long idleTimeoutNanos) {
        this.stream = stream;
        this.idleTimeoutNanos = idleTimeoutNanos;
    }

    /** Lets the time of a write run; returns its {@link #deadline}. */
    long start() {
        if (idleTimeoutNanos > 0) {
            deadline = System.nanoTime() + idleTimeoutNanos;
        }
        return deadline;
    }

    /** Writes the first of the bytes owed, and takes them; waits for a client that reads slowly. */
    void write(ByteBuffer owed) throws IOException {
        int length = Math.min(owed.remaining(), WRITE_BYTES);
        stream.write(owed.array(), owed.arrayOffset() + owed.position(), length);
        owed.position(owed.position() + length);
        if (idleTimeoutNanos > 0) {
            deadline = Session.NEVER;
        }
    }

    /** When the write that is going on will have lasted for too long, or NEVER if none is. Safe from any thread. */
    long deadline() {
        return deadline;
    }
}
