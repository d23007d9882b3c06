package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * What the kernel shall do, once it is told to: see {@link Ring#submitAndWait}. Used by the ring's thread.
 *
 * <p>
 * The {@code userData} of an operation comes back with each of its completions; give an id that is never used again, not
 * a descriptor, whose number may be another's by then.
 */
public final class SubmissionQueue {

    // struct io_uring_sqe {
    //     __u8  opcode;          /* type of operation for this sqe */
    //     __u8  flags;           /* IOSQE_ flags */
    //     __u16 ioprio;          /* ioprio for the request */
    //     __s32 fd;              /* file descriptor to do IO on */
    //     union {
    //         __u64 off;         /* offset into file */
    //         …
    //     };
    //     union {
    //         __u64 addr;        /* pointer to buffer or iovecs */
    //         …
    //     };
    //     __u32 len;             /* buffer size or number of iovecs */
    //     union {
    //         __u32 poll32_events;
    //         __u32 msg_flags;
    //         __u32 accept_flags;
    //         __u32 cancel_flags;
    //         …
    //     };
    //     __u64 user_data;       /* data to be passed back at completion time */
    //     union {
    //         __u16 buf_group;   /* for grouped buffer selection */
    //         …
    //     };
    //     __u16 personality;
    //     union {
    //         __u32 file_index;
    //         …
    //     };
    //     union {
    //         struct {
    //             __u64 addr3;
    //             __u64 __pad2[1];
    //         };
    //         …
    //     };
    // };
    static final StructLayout ENTRY = MemoryLayout.structLayout(JAVA_BYTE.withName("opcode"),
            JAVA_BYTE.withName("flags"), JAVA_SHORT.withName("ioprio"), JAVA_INT.withName("fd"),
            JAVA_LONG.withName("off"), JAVA_LONG.withName("addr"), JAVA_INT.withName("len"),
            JAVA_INT.withName("msg_flags"), JAVA_LONG.withName("user_data"), JAVA_SHORT.withName("buf_group"),
            JAVA_SHORT.withName("personality"), JAVA_INT.withName("file_index"), JAVA_LONG.withName("addr3"),
            MemoryLayout.paddingLayout(8)).withName("struct io_uring_sqe");

    private static final long SIZE = ENTRY.byteSize();
    private static final long OPCODE = offset("opcode");
    private static final long FLAGS = offset("flags");
    private static final long PRIORITY = offset("ioprio");
    private static final long DESCRIPTOR = offset("fd");
    private static final long OFFSET = offset("off");
    private static final long ADDRESS = offset("addr");
    private static final long LENGTH = offset("len");
    private static final long OPERATION_FLAGS = offset("msg_flags");
    private static final long USER_DATA = offset("user_data");
    private static final long BUFFER_GROUP = offset("buf_group");
    private static final long PERSONALITY = offset("personality");
    private static final long FILE_INDEX = offset("file_index");
    private static final long ADDRESS3 = offset("addr3");

    private static final VarHandle WORD = JAVA_INT.varHandle();

    private final Ring ring;
    private final MemorySegment shared;
    private final MemorySegment entries;
    private final long headOffset;
    private final long tailOffset;
    private final int capacity;
    private int tail;

    SubmissionQueue(Ring ring, MemorySegment params, MemorySegment shared, MemorySegment entries) {
        this.ring = ring;
        this.shared = shared;
        this.entries = entries;
        this.headOffset = RingParams.offset(params, "sq_off", "head");
        this.tailOffset = RingParams.offset(params, "sq_off", "tail");
        this.capacity = RingParams.get(params, "sq_entries");
        long array = RingParams.offset(params, "sq_off", "array");
        for (int i = 0; i < capacity; i++) {
            // The kernel looks up which entry is the i-th: here always the i-th.
            shared.setAtIndex(JAVA_INT, array / Integer.BYTES + i, i);
        }
    }

    private static long offset(String member) {
        return ENTRY.byteOffset(PathElement.groupElement(member));
    }

    static long bytes(MemorySegment params) {
        return RingParams.offset(params, "sq_off", "array") + (long) RingParams.get(params, "sq_entries")
                * Integer.BYTES;
    }

    static long entryBytes(MemorySegment params) {
        return RingParams.get(params, "sq_entries") * SIZE;
    }

    /** Accepts clients, one completion each, whose result is a descriptor with these {@code SOCK_} flags; multishot. */
    public void accept(int fd, int flags, long userData) {
        add(IoUring.IORING_OP_ACCEPT, 0, IoUring.IORING_ACCEPT_MULTISHOT, fd, 0, 0, flags, userData, 0);
    }

    /**
     * Receives again and again, each time into the next of the provided buffers; multishot. With
     * {@link Sockets#MSG_DONTWAIT} until nothing is left, which completes it with {@code -EAGAIN}.
     */
    public void receive(int fd, ProvidedBuffers buffers, int flags, long userData) {
        add(IoUring.IORING_OP_RECV, IoUring.IOSQE_BUFFER_SELECT, IoUring.IORING_RECV_MULTISHOT, fd, 0, 0, flags,
                userData, buffers.group());
    }

    /**
     * Sends the first {@code length} bytes of a buffer, maybe fewer. It belongs to the kernel until the completion comes,
     * and must not be given back before.
     */
    public void send(int fd, BufferPool pool, int buffer, int length, int flags, long userData) {
        add(IoUring.IORING_OP_SEND, 0, 0, fd, pool.address(buffer, length), length, flags, userData, 0);
    }

    /** Completes when one of these events of {@link Poll}, an error or a hang-up has come; multishot: again and again. */
    public void poll(int fd, int events, boolean multishot, long userData) {
        add(IoUring.IORING_OP_POLL_ADD, 0, 0, fd, 0, multishot ? IoUring.IORING_POLL_ADD_MULTI : 0, events, userData,
                0);
    }

    /** Cancels one operation with this {@code userData}. Each of the two has its completion, in either order. */
    public void cancel(long target, long userData) {
        add(IoUring.IORING_OP_ASYNC_CANCEL, 0, 0, -1, target, 0, 0, userData, 0);
    }

    /** Does nothing, and completes. */
    public void nop(long userData) {
        add(IoUring.IORING_OP_NOP, 0, 0, -1, 0, 0, 0, userData, 0);
    }

    /** Every member is written: the entry still has what another operation left in it. */
    private void add(int opcode, int flags, int priority, int fd, long address, int length, int operationFlags,
            long userData, int group) {
        while (tail - head() == capacity) {
            ring.submit();
        }
        long at = (tail & (capacity - 1)) * SIZE;
        entries.set(JAVA_BYTE, at + OPCODE, (byte) opcode);
        entries.set(JAVA_BYTE, at + FLAGS, (byte) flags);
        entries.set(JAVA_SHORT, at + PRIORITY, (short) priority);
        entries.set(JAVA_INT, at + DESCRIPTOR, fd);
        entries.set(JAVA_LONG, at + OFFSET, 0);
        entries.set(JAVA_LONG, at + ADDRESS, address);
        entries.set(JAVA_INT, at + LENGTH, length);
        entries.set(JAVA_INT, at + OPERATION_FLAGS, operationFlags);
        entries.set(JAVA_LONG, at + USER_DATA, userData);
        entries.set(JAVA_SHORT, at + BUFFER_GROUP, (short) group);
        entries.set(JAVA_SHORT, at + PERSONALITY, (short) 0);
        entries.set(JAVA_INT, at + FILE_INDEX, 0);
        entries.set(JAVA_LONG, at + ADDRESS3, 0);
        tail++;
    }

    /** How far the kernel has come. */
    private int head() {
        return (int) WORD.getAcquire(shared, headOffset);
    }

    /** Shows the kernel what was added; returns how many entries it has yet to take. */
    int publish() {
        // Release: who sees this tail must see the entries before it.
        WORD.setRelease(shared, tailOffset, tail);
        return tail - head();
    }
}
