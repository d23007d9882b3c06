package dev.refservers.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;

/**
 * Buffers outside the heap, lent to operations that outlive the call that begins them. A buffer is a number: to lend one
 * allocates nothing. The pool grows with the number that is lent at once. Used by one thread.
 */
public final class BufferPool implements AutoCloseable {

    private static final int BUFFERS_PER_SLAB = 64;

    private final Arena arena = Arena.ofShared();
    private final int bufferBytes;
    private MemorySegment[] slabs = {};

    /** The free buffers: the lower {@code freeCount} of these. The last that came back goes first: it is in the cache. */
    private int[] free = {};
    private int freeCount;

    /** A pool of buffers of this many bytes. */
    public BufferPool(int bufferBytes) {
        this.bufferBytes = bufferBytes;
    }

    /** How many bytes each of them has. */
    public int bufferBytes() {
        return bufferBytes;
    }

    /** How many are lent. */
    public int lent() {
        return free.length - freeCount;
    }

    /** Lends a buffer. */
    public int borrow() throws IOException {
        if (freeCount == 0) {
            grow();
        }
        return free[--freeCount];
    }

    private void grow() throws IOException {
        int made = free.length;
        // Before anything is changed, since this may fail. Pages that nobody touches cost nothing.
        MemorySegment slab = Mapping.anonymous(arena, (long) BUFFERS_PER_SLAB * bufferBytes);
        slabs = Arrays.copyOf(slabs, slabs.length + 1);
        slabs[slabs.length - 1] = slab;
        free = new int[made + BUFFERS_PER_SLAB];
        for (int buffer = made + BUFFERS_PER_SLAB - 1; buffer >= made; buffer--) {
            free[freeCount++] = buffer;
        }
    }

    /** Copies {@code length} bytes of {@code array}, from {@code offset} on, to the start of a buffer. */
    public void put(int buffer, byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(0, length, bufferBytes);
        MemorySegment.copy(array, offset, slab(buffer), ValueLayout.JAVA_BYTE, start(buffer), length);
    }

    /** Takes a buffer back. */
    public void giveBack(int buffer) {
        free[freeCount++] = buffer;
    }

    /** Where a buffer begins, of which the kernel uses {@code length} bytes. */
    long address(int buffer, int length) {
        Objects.checkFromIndexSize(0, length, bufferBytes);
        return slab(buffer).address() + start(buffer);
    }

    private MemorySegment slab(int buffer) {
        return slabs[buffer / BUFFERS_PER_SLAB];
    }

    private long start(int buffer) {
        return (long) (buffer % BUFFERS_PER_SLAB) * bufferBytes;
    }

    /** Frees the memory: the kernel must not be using it. */
    @Override
    public void close() {
        arena.close();
    }
}
