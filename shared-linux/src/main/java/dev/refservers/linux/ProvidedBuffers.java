package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Buffers that the kernel receives into, each time one of them, when there are bytes: so a connection that waits for
 * input holds none. Used by the ring's thread.
 */
public final class ProvidedBuffers implements AutoCloseable {

    // struct io_uring_buf {
    //     __u64 addr;
    //     __u32 len;
    //     __u16 bid;
    //     __u16 resv;
    // };
    static final StructLayout BUFFER = MemoryLayout.structLayout(JAVA_LONG.withName("addr"), JAVA_INT.withName("len"),
            JAVA_SHORT.withName("bid"), JAVA_SHORT.withName("resv")).withName("struct io_uring_buf");

    // struct io_uring_buf_ring {
    //     union {
    //         /* To avoid spilling into more pages than we need to, the ring tail is overlaid with the
    //          * io_uring_buf->resv field. */
    //         struct {
    //             __u64 resv1;
    //             __u32 resv2;
    //             __u16 resv3;
    //             __u16 tail;
    //         };
    //         struct io_uring_buf bufs[];
    //     };
    // };
    static final StructLayout HEADER = MemoryLayout.structLayout(JAVA_LONG.withName("resv1"),
            JAVA_INT.withName("resv2"), JAVA_SHORT.withName("resv3"), JAVA_SHORT.withName("tail")).withName(
                    "struct io_uring_buf_ring");

    // struct io_uring_buf_reg {
    //     __u64 ring_addr;
    //     __u32 ring_entries;
    //     __u16 bgid;
    //     __u16 pad;          /* flags since Linux 6.4 */
    //     __u64 resv[3];
    // };
    static final StructLayout REGISTRATION = MemoryLayout.structLayout(JAVA_LONG.withName("ring_addr"),
            JAVA_INT.withName("ring_entries"), JAVA_SHORT.withName("bgid"), MemoryLayout.paddingLayout(2),
            MemoryLayout.sequenceLayout(3, JAVA_LONG).withName("resv")).withName("struct io_uring_buf_reg");

    private static final long SIZE = BUFFER.byteSize();
    private static final long ADDRESS = BUFFER.byteOffset(PathElement.groupElement("addr"));
    private static final long LENGTH = BUFFER.byteOffset(PathElement.groupElement("len"));
    private static final long ID = BUFFER.byteOffset(PathElement.groupElement("bid"));
    private static final long TAIL = HEADER.byteOffset(PathElement.groupElement("tail"));

    private static final VarHandle HALF_WORD = JAVA_SHORT.varHandle();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment ring;
    private final long address;
    private final ByteBuffer bytes;
    private final int count;
    private final int bufferBytes;
    private final int group;
    private int tail;

    /**
     * Registers buffers with a ring.
     *
     * @param count a power of two, at most 32,768
     * @param group what they are known by; another number for each instance of one ring
     */
    public ProvidedBuffers(Ring owner, int count, int bufferBytes, int group) throws IOException {
        this.count = count;
        this.bufferBytes = bufferBytes;
        this.group = group;
        try (Arena call = Arena.ofConfined()) {
            ring = Mapping.anonymous(arena, count * SIZE);
            MemorySegment memory = Mapping.anonymous(arena, (long) count * bufferBytes);
            address = memory.address();
            bytes = memory.asByteBuffer();
            MemorySegment registration = call.allocate(REGISTRATION);
            registration.set(JAVA_LONG, REGISTRATION.byteOffset(PathElement.groupElement("ring_addr")), ring.address());
            registration.set(JAVA_INT, REGISTRATION.byteOffset(PathElement.groupElement("ring_entries")), count);
            registration.set(JAVA_SHORT, REGISTRATION.byteOffset(PathElement.groupElement("bgid")), (short) group);
            IoUring.register(owner.descriptor(), IoUring.IORING_REGISTER_PBUF_RING, registration.address(), 1);
        } catch (IOException failure) {
            arena.close();
            throw failure;
        }
        for (int id = 0; id < count; id++) {
            giveBack(id);
        }
        publish();
    }

    /** How many buffers there are, in use or not. */
    public int count() {
        return count;
    }

    /** How many bytes each of them has. */
    public int bufferBytes() {
        return bufferBytes;
    }

    int group() {
        return group;
    }

    /** The number of the buffer that a completion with these flags came with, or -1. */
    public static int id(int completionFlags) {
        return (completionFlags & IoUring.IORING_CQE_F_BUFFER) == 0
                ? -1
                : completionFlags >>> IoUring.IORING_CQE_BUFFER_SHIFT;
    }

    /** The first {@code length} bytes of buffer {@code id}: from position to limit of the same object at every call. */
    public ByteBuffer get(int id, int length) {
        int start = id * bufferBytes;
        return bytes.limit(start + length).position(start);
    }

    /** Gives a buffer back, to be received into after the next {@link #publish}. */
    public void giveBack(int id) {
        long at = (tail & (count - 1)) * SIZE;
        ring.set(JAVA_LONG, at + ADDRESS, address + (long) id * bufferBytes);
        ring.set(JAVA_INT, at + LENGTH, bufferBytes);
        ring.set(JAVA_SHORT, at + ID, (short) id);
        tail++;
    }

    /** Shows the kernel which buffers were given back. */
    public void publish() {
        // Release: who sees this tail must see the buffers before it.
        HALF_WORD.setRelease(ring, TAIL, (short) tail);
    }

    /** Frees the memory. The ring must have been closed before, or nothing be received any more. */
    @Override
    public void close() {
        arena.close();
    }
}
