package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/** What the kernel has done, oldest first. Used by the ring's thread. */
public final class CompletionQueue {

    // struct io_uring_cqe {
    //     __u64 user_data;    /* sqe->user_data value passed back */
    //     __s32 res;          /* result code for this event */
    //     __u32 flags;
    //     __u64 big_cqe[];
    // };
    static final StructLayout ENTRY = MemoryLayout.structLayout(JAVA_LONG.withName("user_data"),
            JAVA_INT.withName("res"), JAVA_INT.withName("flags")).withName("struct io_uring_cqe");

    private static final long SIZE = ENTRY.byteSize();
    private static final long USER_DATA = ENTRY.byteOffset(PathElement.groupElement("user_data"));
    private static final long RESULT = ENTRY.byteOffset(PathElement.groupElement("res"));
    private static final long FLAGS = ENTRY.byteOffset(PathElement.groupElement("flags"));

    private static final VarHandle WORD = JAVA_INT.varHandle();

    private final MemorySegment shared;
    private final long headOffset;
    private final long tailOffset;
    private final long entriesOffset;
    private final int mask;
    private int head;

    CompletionQueue(MemorySegment params, MemorySegment shared) {
        this.shared = shared;
        this.headOffset = RingParams.offset(params, "cq_off", "head");
        this.tailOffset = RingParams.offset(params, "cq_off", "tail");
        this.entriesOffset = RingParams.offset(params, "cq_off", "cqes");
        this.mask = RingParams.get(params, "cq_entries") - 1;
    }

    static long bytes(MemorySegment params) {
        return RingParams.offset(params, "cq_off", "cqes") + RingParams.get(params, "cq_entries") * SIZE;
    }

    /** How many completions there are. */
    public int size() {
        // Acquire: who sees this tail sees the entries before it.
        return (int) WORD.getAcquire(shared, tailOffset) - head;
    }

    /** What the operation of completion {@code index} was given to be known by. */
    public long userData(int index) {
        return shared.get(JAVA_LONG, at(index) + USER_DATA);
    }

    /** What came of it: as the system call of that name returns, or {@code -errno}. */
    public int result(int index) {
        return shared.get(JAVA_INT, at(index) + RESULT);
    }

    /** The bits {@code IORING_CQE_F_}… of {@link IoUring}. */
    public int flags(int index) {
        return shared.get(JAVA_INT, at(index) + FLAGS);
    }

    private long at(int index) {
        return entriesOffset + ((head + index) & mask) * SIZE;
    }

    /** Gives the first {@code count} back to the kernel: they have been read. */
    public void remove(int count) {
        head += count;
        // Release: the kernel may overwrite what was read, and only that.
        WORD.setRelease(shared, headOffset, head);
    }
}
