package dev.refservers.async;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Lends the buffers of operations that are under way. Used by the loop's thread. */
final class Buffers {

    /** What each connection that waits for input holds. */
    static final int SMALL_BYTES = 2 << 10;

    /** For a client that sends or gets much. */
    static final int LARGE_BYTES = 64 << 10;

    /** So many of those are lent at most, 16 MiB; who comes later makes do with small ones. */
    private static final int MOST_LARGE = 256;

    private final ArrayDeque<ByteBuffer> small = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>();
    private int largeMade;

    /** An empty buffer, large if that is asked for and there is one. */
    ByteBuffer borrow(boolean preferLarge) {
        if (preferLarge && !large.isEmpty()) {
            return large.pop();
        }
        if (preferLarge && largeMade < MOST_LARGE) {
            largeMade++;
            return ByteBuffer.allocateDirect(LARGE_BYTES);
        }
        if (small.isEmpty()) {
            // Many from one piece of memory: each direct buffer of its own costs as much on the heap, and a page.
            ByteBuffer piece = ByteBuffer.allocateDirect(LARGE_BYTES);
            for (int at = 0; at < LARGE_BYTES; at += SMALL_BYTES) {
                small.push(piece.slice(at, SMALL_BYTES));
            }
        }
        return small.pop();
    }

    /** Takes a buffer back; the next who asks gets it, while it is still in the processor's cache. */
    void giveBack(ByteBuffer buffer) {
        (buffer.capacity() == LARGE_BYTES ? large : small).push(buffer.clear());
    }
}
