package dev.refservers.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Bytes outside the heap, which system calls read and write. Used by one thread at a time; an event loop has two and
 * shares them among its connections.
 */
public final class NativeBuffer implements AutoCloseable {

    /** For the calls that read or write it. */
    final CallState state = new CallState();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final long address;
    private final ByteBuffer bytes;
    private int capacity;

    /** A buffer of this many zeros. */
    public NativeBuffer(int capacity) {
        memory = arena.allocate(capacity, 64);
        address = memory.address();
        bytes = memory.asByteBuffer();
        this.capacity = capacity;
    }

    /** How many bytes it holds; 0 once it is closed. */
    public int capacity() {
        return capacity;
    }

    /** Its first {@code length} bytes, from position 0 to the limit: the same buffer at every call. */
    public ByteBuffer first(int length) {
        return bytes.limit(length).position(0);
    }

    /** Copies {@code length} bytes of {@code array}, from {@code offset} on, to its start. */
    public void put(byte[] array, int offset, int length) {
        MemorySegment.copy(array, offset, memory, ValueLayout.JAVA_BYTE, 0, length);
    }

    /**
     * Where it begins, for a system call that uses the first {@code length} bytes, which must lie inside. A number, not
     * a segment: around each call a shared segment is acquired and released again, by two atomic operations.
     */
    long address(int length) {
        Objects.checkFromIndexSize(0, length, capacity);
        return address;
    }

    /** Frees the memory: no call may be using it. Later ones find that it has no bytes. */
    @Override
    public void close() {
        capacity = 0;
        arena.close();
    }
}
