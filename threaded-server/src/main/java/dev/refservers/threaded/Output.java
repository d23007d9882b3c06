package dev.refservers.threaded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * What a connection writes to: a client that may read slowly, or no more. Used by one thread at a time.
 *
 * <p>
 * A blocked write has no time-out in Java. It ends when the socket is closed, by somebody else. Meanwhile the session may
 * owe more, and move what it owes: so what is written is a copy.
 */
final class Output {

    /** Of a copy that is kept: enough for most replies, or for some to what was pipelined. */
    private static final int SMALL_BYTES = 256;

    /** Of one write, at most: a client that takes so much within the idle time-out is not idle. */
    private static final int WRITE_BYTES = Input.LARGE_BYTES;

    private final OutputStream stream;
    private final byte[] small = new byte[SMALL_BYTES];
    private byte[] bytes = small;
    private int count;

    Output(OutputStream stream) {
        this.stream = stream;
    }

    /** Copies the first of the bytes owed, which are not taken by that; returns how many. */
    int copy(ByteBuffer owed) {
        count = Math.min(owed.remaining(), WRITE_BYTES);
        if (count > bytes.length) {
            bytes = new byte[count];
        }
        owed.get(owed.position(), bytes, 0, count);
        return count;
    }

    /** Writes the copy; waits for a client that reads slowly. */
    void write() throws IOException {
        stream.write(bytes, 0, count);
        if (count < WRITE_BYTES) {
            bytes = small;
        }
    }
}
