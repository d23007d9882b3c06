package dev.refservers.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What one thread's calls write outside the heap: errno, and small structs that live no longer than one call. Made once
 * for each thread, so that no call allocates; freed with the thread.
 *
 * <p>
 * A buffer has one of its own, because it is used by one thread at a time: the hot calls find it there by one load,
 * where a thread's takes a handful, one after the other.
 */
final class CallState {

    /** Room for the largest struct that is passed by way of {@link #scratch}, in bytes. */
    static final int SCRATCH_BYTES = 128;

    private static final long ERRNO_OFFSET = Linker.Option.captureStateLayout()
            .byteOffset(PathElement.groupElement("errno"));
    private static final ThreadLocal<CallState> OF_THREAD = ThreadLocal.withInitial(CallState::new);

    /** Where the linker stores errno: the first argument of every {@link Libc} handle. */
    final MemorySegment captured;

    /** Zeroed once, then as the last call left it; used within one method, never across a call to another. */
    final MemorySegment scratch;

    CallState() {
        Arena arena = Arena.ofAuto();
        captured = arena.allocate(Linker.Option.captureStateLayout());
        scratch = arena.allocate(SCRATCH_BYTES, 16);
    }

    /** The calling thread's. */
    static CallState ofThread() {
        return OF_THREAD.get();
    }

    /** errno as the last failed call of this thread left it. */
    int errno() {
        return captured.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    /** What a C function returned, or {@code -errno} where it returned -1. */
    int result(int returned) {
        return returned >= 0 ? returned : -errno();
    }

    /** The same for a function that counts bytes, never more than fit into an int. */
    int result(long returned) {
        return returned >= 0 ? (int) returned : -errno();
    }
}
