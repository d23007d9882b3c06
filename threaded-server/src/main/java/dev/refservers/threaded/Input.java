package dev.refservers.threaded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What a connection reads into, as small as can be while it waits. Used by the connection's own thread.
 *
 * <p>
 * A read that fills its buffer has left more behind, most likely, and the next one gets a larger buffer; a read that
 * does not has emptied the socket, and the next one will wait. So ten thousand clients that wait hold 20 MiB, whatever
 * they sent before.
 */
final class Input {

    /** Of the buffer that waits: enough for a request, or for some that were pipelined. */
    static final int SMALL_BYTES = 2 << 10;

    /**
     * Of the buffer while more comes at once. Socket streams copy through memory outside of the heap, and keep for each
     * platform thread as much of it as the thread ever read or wrote by one call.
     */
    static final int LARGE_BYTES = 16 << 10;

    private final InputStream stream;
    private final ByteBuffer small = ByteBuffer.allocate(SMALL_BYTES);
    private ByteBuffer buffer = small;

    Input(InputStream stream) {
        this.stream = stream;
    }

    /** Waits for input; returns how much came, or -1 at the end. Fetch it by {@link #take} before the next read. */
    int read() throws IOException {
        return stream.read(buffer.array());
    }

    /** Whether a read would not have to wait. Safe from any thread. */
    boolean isAvailable() throws IOException {
        return stream.available() > 0;
    }

    /** The {@code count} bytes that were just read. */
    ByteBuffer take(int count) {
        ByteBuffer taken = buffer.clear().limit(count);
        if (count < buffer.capacity()) {
            buffer = small;
        } else if (count < LARGE_BYTES) {
            buffer = ByteBuffer.allocate(LARGE_BYTES);
        }
        return taken;
    }
}
