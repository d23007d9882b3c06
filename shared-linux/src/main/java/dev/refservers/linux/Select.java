package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** Waiting for a set of descriptors: sys/select.h. Safe for use by many threads, as the kernel is. */
public final class Select {

    // struct timeval {
    //     time_t      tv_sec;         /* seconds */
    //     suseconds_t tv_usec;        /* microseconds */
    // };
    static final StructLayout TIMEVAL = MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"),
            JAVA_LONG.withName("tv_usec")).withName("struct timeval");
    private static final long SECONDS = TIMEVAL.byteOffset(PathElement.groupElement("tv_sec"));
    private static final long MICROS = TIMEVAL.byteOffset(PathElement.groupElement("tv_usec"));

    // int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout);
    private static final MethodHandle SELECT = Libc.function("select", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS,
            ADDRESS);

    private Select() {}

    /**
     * select(2): how many descriptors are ready, or {@code -errno}. Leaves in each set only those that are ready; after
     * an error the sets are as they were.
     *
     * @param end one more than the highest descriptor in either set
     * @param timeoutMicros 0 returns at once, -1 waits for ever
     */
    public static int select(int end, FdSet readable, FdSet writable, long timeoutMicros) {
        CallState state = CallState.ofThread();
        try {
            MemorySegment timeout = MemorySegment.NULL;
            if (timeoutMicros >= 0) {
                timeout = state.scratch;
                timeout.set(JAVA_LONG, SECONDS, timeoutMicros / 1_000_000);
                timeout.set(JAVA_LONG, MICROS, timeoutMicros % 1_000_000);
            }
            return state.result((int) SELECT.invokeExact(state.captured, end, readable.memory, writable.memory,
                    MemorySegment.NULL, timeout));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }
}
