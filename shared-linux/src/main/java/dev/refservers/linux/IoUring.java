package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The three system calls of io_uring(7), for which libc has no functions, and their flags: linux/io_uring.h. A
 * {@link Ring} is made of them. Safe for use by many threads; what a ring's flags demand of its threads is another
 * matter.
 */
public final class IoUring {

    public static final int IORING_SETUP_CQSIZE = 1 << 3;
    /** Nothing is submitted before {@link #IORING_REGISTER_ENABLE_RINGS}, whose thread becomes the single issuer. */
    public static final int IORING_SETUP_R_DISABLED = 1 << 6;
    /** An entry with an error does not keep back those behind it. */
    public static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    /** Completions do not interrupt the thread that will look for them anyway. */
    public static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    /** One thread only submits; the kernel then needs no locks for it. */
    public static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    /** The work behind completions is done when they are waited for, by the thread that waits. Linux 6.1. */
    public static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;

    public static final int IORING_FEAT_SINGLE_MMAP = 1;
    public static final int IORING_FEAT_NODROP = 1 << 1;
    public static final int IORING_FEAT_EXT_ARG = 1 << 8;

    public static final int IORING_OFF_SQ_RING = 0;
    public static final int IORING_OFF_SQES = 0x10000000;

    public static final int IORING_ENTER_GETEVENTS = 1;
    public static final int IORING_ENTER_EXT_ARG = 1 << 3;

    public static final int IORING_REGISTER_ENABLE_RINGS = 12;
    public static final int IORING_REGISTER_PBUF_RING = 22;

    public static final int IORING_OP_NOP = 0;
    public static final int IORING_OP_POLL_ADD = 6;
    public static final int IORING_OP_ACCEPT = 13;
    public static final int IORING_OP_ASYNC_CANCEL = 14;
    public static final int IORING_OP_SEND = 26;
    public static final int IORING_OP_RECV = 27;

    public static final int IOSQE_BUFFER_SELECT = 1 << 5;
    public static final int IORING_POLL_ADD_MULTI = 1;
    public static final int IORING_RECV_MULTISHOT = 1 << 1;
    public static final int IORING_ACCEPT_MULTISHOT = 1;

    /** The upper half of the flags is the number of the buffer that was taken. */
    public static final int IORING_CQE_F_BUFFER = 1;
    /** More completions of the same entry will come. */
    public static final int IORING_CQE_F_MORE = 1 << 1;
    public static final int IORING_CQE_BUFFER_SHIFT = 16;

    /** The numbers of the calls, the same on x86-64 and aarch64. */
    static final long SETUP_NUMBER = 425;
    static final long ENTER_NUMBER = 426;
    static final long REGISTER_NUMBER = 427;

    /** How rings are made here. A kernel that is too old for one of these flags says EINVAL. */
    static final int SETUP_FLAGS = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN
            | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_R_DISABLED;

    // long syscall(long number, ...);
    // The variable arguments are as wide as registers, and syscall(2) passes them on as they are.
    private static final MethodHandle SYSCALL = Libc.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private IoUring() {}

    /**
     * Why no ring can be made in this process, as a sentence; empty where it can. It tries: neither the kernel's version
     * nor its configuration tells what a container forbids.
     */
    public static Optional<String> unavailable() {
        Optional<String> elsewhere = Linux.unavailable();
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(RingParams.LAYOUT);
            RingParams.set(params, "flags", SETUP_FLAGS);
            int ring = setup(1, params);
            if (ring < 0) {
                return Optional.of(refusal(-ring));
            }
            Descriptors.close(ring);
            return Optional.empty();
        }
    }

    /** What a failure of io_uring_setup(2) means, as a sentence. */
    static String refusal(int errno) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "io_uring is forbidden to this process (" + Errno.name(errno)
                    + "): set sysctl kernel.io_uring_disabled to 0, and in a container use a seccomp profile that"
                    + " allows io_uring_setup, or choose another architecture.";
            case Errno.ENOSYS -> "this kernel has no io_uring, or a seccomp profile hides it (ENOSYS): use Linux 6.1 or"
                    + " newer, and in a container a profile that allows io_uring_setup, or choose another architecture.";
            case Errno.EINVAL -> "this kernel's io_uring is too old (EINVAL): use Linux 6.1 or newer, or choose another"
                    + " architecture.";
            default -> Errno.failure("io_uring_setup", errno).getMessage() + "; choose another architecture.";
        };
    }

    /** io_uring_setup(2): the descriptor of a new ring, or {@code -errno}; the kernel completes {@code params}. */
    static int setup(int entries, MemorySegment params) {
        return call(SETUP_NUMBER, entries, params.address(), 0, 0, 0, 0);
    }

    /**
     * io_uring_enter(2): how many entries were submitted, or {@code -errno} if none was.
     *
     * @param argument the address of a {@code struct io_uring_getevents_arg}, with {@link #IORING_ENTER_EXT_ARG}
     */
    static int enter(int ring, int toSubmit, int minComplete, int flags, long argument, long argumentBytes) {
        return call(ENTER_NUMBER, ring, toSubmit, minComplete, flags, argument, argumentBytes);
    }

    /** io_uring_register(2). */
    static void register(int ring, int operation, long argument, int count) throws IOException {
        int result = call(REGISTER_NUMBER, ring, operation, argument, count, 0, 0);
        if (result < 0) {
            throw Errno.failure("io_uring_register(" + operation + ")", -result);
        }
    }

    private static int call(long number, long a, long b, long c, long d, long e, long f) {
        CallState state = CallState.ofThread();
        try {
            return state.result((long) SYSCALL.invokeExact(state.captured, number, a, b, c, d, e, f));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }
}
