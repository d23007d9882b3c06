package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** What io_uring_setup(2) is told, and what it answers: where in the shared memory everything lies. */
final class RingParams {

    // struct io_sqring_offsets {
    //     __u32 head;
    //     __u32 tail;
    //     __u32 ring_mask;
    //     __u32 ring_entries;
    //     __u32 flags;
    //     __u32 dropped;
    //     __u32 array;
    //     __u32 resv1;
    //     __u64 user_addr;    /* resv2 before Linux 6.5 */
    // };
    static final StructLayout SQ_OFFSETS = MemoryLayout.structLayout(JAVA_INT.withName("head"),
            JAVA_INT.withName("tail"), JAVA_INT.withName("ring_mask"), JAVA_INT.withName("ring_entries"),
            JAVA_INT.withName("flags"), JAVA_INT.withName("dropped"), JAVA_INT.withName("array"),
            JAVA_INT.withName("resv1"), MemoryLayout.paddingLayout(8)).withName("struct io_sqring_offsets");

    // struct io_cqring_offsets {
    //     __u32 head;
    //     __u32 tail;
    //     __u32 ring_mask;
    //     __u32 ring_entries;
    //     __u32 overflow;
    //     __u32 cqes;
    //     __u32 flags;
    //     __u32 resv1;
    //     __u64 user_addr;    /* resv2 before Linux 6.5 */
    // };
    static final StructLayout CQ_OFFSETS = MemoryLayout.structLayout(JAVA_INT.withName("head"),
            JAVA_INT.withName("tail"), JAVA_INT.withName("ring_mask"), JAVA_INT.withName("ring_entries"),
            JAVA_INT.withName("overflow"), JAVA_INT.withName("cqes"), JAVA_INT.withName("flags"),
            JAVA_INT.withName("resv1"), MemoryLayout.paddingLayout(8)).withName("struct io_cqring_offsets");

    // struct io_uring_params {
    //     __u32 sq_entries;
    //     __u32 cq_entries;
    //     __u32 flags;
    //     __u32 sq_thread_cpu;
    //     __u32 sq_thread_idle;
    //     __u32 features;
    //     __u32 wq_fd;
    //     __u32 resv[3];
    //     struct io_sqring_offsets sq_off;
    //     struct io_cqring_offsets cq_off;
    // };
    static final StructLayout LAYOUT = MemoryLayout.structLayout(JAVA_INT.withName("sq_entries"),
            JAVA_INT.withName("cq_entries"), JAVA_INT.withName("flags"), JAVA_INT.withName("sq_thread_cpu"),
            JAVA_INT.withName("sq_thread_idle"), JAVA_INT.withName("features"), JAVA_INT.withName("wq_fd"),
            MemoryLayout.sequenceLayout(3, JAVA_INT).withName("resv"), SQ_OFFSETS.withName("sq_off"),
            CQ_OFFSETS.withName("cq_off")).withName("struct io_uring_params");

    // struct io_uring_getevents_arg {
    //     __u64 sigmask;
    //     __u32 sigmask_sz;
    //     __u32 pad;          /* min_wait_usec since Linux 6.12 */
    //     __u64 ts;
    // };
    static final StructLayout GETEVENTS_ARG = MemoryLayout.structLayout(JAVA_LONG.withName("sigmask"),
            JAVA_INT.withName("sigmask_sz"), MemoryLayout.paddingLayout(4), JAVA_LONG.withName("ts")).withName(
                    "struct io_uring_getevents_arg");

    // struct __kernel_timespec {
    //     __kernel_time64_t tv_sec;
    //     long long         tv_nsec;
    // };
    static final StructLayout TIMESPEC = MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"),
            JAVA_LONG.withName("tv_nsec")).withName("struct __kernel_timespec");

    private RingParams() {}

    /** A member, such as {@code features}. */
    static int get(MemorySegment params, String member) {
        return params.get(JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement(member)));
    }

    static void set(MemorySegment params, String member, int value) {
        params.set(JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement(member)), value);
    }

    /** A member of a member, such as {@code sq_off.head}: an offset, which is below 2^31. */
    static long offset(MemorySegment params, String group, String member) {
        return params.get(JAVA_INT, LAYOUT.byteOffset(PathElement.groupElement(group), PathElement.groupElement(
                member)));
    }
}
