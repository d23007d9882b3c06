package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;

/**
 * One io_uring: a queue of what the kernel shall do, and one of what it has done, in memory that both sides see.
 *
 * <pre>
 *   submissions ──▶ │ accept │ receive │ send │ ──▶ kernel ──▶ │ (user_data, result, flags) │ … ──▶ completions
 *        receive(…)                       submitAndWait()                                       remove()
 * </pre>
 *
 * <p>
 * Any thread makes it; the one that {@linkplain #enable enables} it is the only one that may use it from then on.
 */
public final class Ring implements AutoCloseable {

    /** The time-out of a wait that lasts as long as it takes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final long SIGNALS_BYTES = RingParams.GETEVENTS_ARG.byteOffset(PathElement.groupElement(
            "sigmask_sz"));
    private static final long TIMEOUT = RingParams.GETEVENTS_ARG.byteOffset(PathElement.groupElement("ts"));
    private static final long SECONDS = RingParams.TIMESPEC.byteOffset(PathElement.groupElement("tv_sec"));
    private static final long NANOS = RingParams.TIMESPEC.byteOffset(PathElement.groupElement("tv_nsec"));

    /** sizeof of the kernel's sigset_t, which is not libc's; no mask is given, but its size is looked at. */
    private static final int KERNEL_SIGSET_BYTES = 8;

    private final Arena arena = Arena.ofShared();
    private final int descriptor;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;
    private final MemorySegment argument = arena.allocate(RingParams.GETEVENTS_ARG);
    private final MemorySegment timeout = arena.allocate(RingParams.TIMESPEC);
    private boolean closed;

    /**
     * A ring that must be {@linkplain #enable enabled} before it is used.
     *
     * @param entries room for submissions, rounded up to a power of two; when it is full they are handed over early
     * @param completionEntries room for completions, likewise; the kernel keeps those that do not fit, at a cost
     */
    public Ring(int entries, int completionEntries) throws IOException {
        MemorySegment params = arena.allocate(RingParams.LAYOUT);
        RingParams.set(params, "flags", IoUring.SETUP_FLAGS | IoUring.IORING_SETUP_CQSIZE);
        RingParams.set(params, "cq_entries", completionEntries);
        descriptor = IoUring.setup(entries, params);
        if (descriptor < 0) {
            arena.close();
            throw Errno.failure("io_uring_setup(" + entries + ")", -descriptor);
        }
        try {
            long submissionBytes = SubmissionQueue.bytes(params);
            long completionBytes = CompletionQueue.bytes(params);
            // Both in one mapping: IORING_FEAT_SINGLE_MMAP, which every kernel has that knows our flags.
            MemorySegment rings = Mapping.shared(arena, Math.max(submissionBytes, completionBytes), descriptor,
                    IoUring.IORING_OFF_SQ_RING);
            submissions = new SubmissionQueue(this, params, rings, Mapping.shared(arena, SubmissionQueue.entryBytes(
                    params), descriptor, IoUring.IORING_OFF_SQES));
            completions = new CompletionQueue(params, rings);
        } catch (IOException failure) {
            close();
            throw failure;
        }
        argument.set(JAVA_INT, SIGNALS_BYTES, KERNEL_SIGSET_BYTES);
    }

    /** What the kernel shall do next. */
    public SubmissionQueue submissions() {
        return submissions;
    }

    /** What the kernel has done. */
    public CompletionQueue completions() {
        return completions;
    }

    int descriptor() {
        return descriptor;
    }

    /** Makes the calling thread the one that submits: once, before anything is. */
    public void enable() {
        try {
            IoUring.register(descriptor, IoUring.IORING_REGISTER_ENABLE_RINGS, 0, 0);
        } catch (IOException enabledBefore) {
            throw new IllegalStateException("A ring is enabled once", enabledBefore);
        }
    }

    /** {@link #submitAndWait(int, long)} for one completion. */
    public void submitAndWait(long timeoutNanos) {
        submitAndWait(1, timeoutNanos);
    }

    /**
     * Hands over what is queued, and waits until there are so many completions or the time has passed. It may return
     * early, with fewer.
     *
     * @param timeoutNanos 0 only does what is to be done at once, {@link #NEVER} waits for ever
     */
    public void submitAndWait(int count, long timeoutNanos) {
        argument.set(JAVA_LONG, TIMEOUT, timeoutNanos == NEVER ? 0 : timeout.address());
        timeout.set(JAVA_LONG, SECONDS, timeoutNanos / NANOS_PER_SECOND);
        timeout.set(JAVA_LONG, NANOS, timeoutNanos % NANOS_PER_SECOND);
        enter(timeoutNanos == 0 ? 0 : count, IoUring.IORING_ENTER_GETEVENTS | IoUring.IORING_ENTER_EXT_ARG);
    }

    /** Hands over what is queued, and waits for nothing. */
    void submit() {
        enter(0, 0);
    }

    private void enter(int minComplete, int flags) {
        boolean hasArgument = (flags & IoUring.IORING_ENTER_EXT_ARG) != 0;
        int result = IoUring.enter(descriptor, submissions.publish(), minComplete, flags,
                hasArgument ? argument.address() : 0, hasArgument ? argument.byteSize() : 0);
        if (result < 0) {
            switch (-result) {
                case Errno.ETIME, Errno.EINTR, Errno.EAGAIN, Errno.EBUSY -> {
                    // The time has passed, a signal came, or the kernel has too much to do: what is left waits.
                }
                default -> throw new IllegalStateException(Errno.failure("io_uring_enter(" + descriptor + ")",
                        -result));
            }
        }
    }

    /**
     * Frees its memory. Whatever is still under way is cancelled, but not at once: so nothing should be, or the memory that
     * it writes or reads must stay. A second call does nothing.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(descriptor);
            arena.close();
        }
    }
}
