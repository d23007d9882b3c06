package dev.refservers.comparison.meters;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The CPU-time clock of another process, clock_gettime(2): user and system time of all its threads, those that have ended
 * too, in nanoseconds. /proc tells the same in steps of 10 ms, which is much in a window of a few hundred milliseconds.
 */
final class CpuClock {

    private static final MemoryLayout TIMESPEC = MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("tv_sec"),
            ValueLayout.JAVA_LONG.withName("tv_nsec"));
    @SuppressWarnings("restricted")
    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    /** The kind of a process's clock that counts what the scheduler gave it, as clock_getcpuclockid(3) makes it. */
    private static final int CPUCLOCK_SCHED = 2;

    private CpuClock() {}

    /** Nanoseconds so far, or -1 when there is no such process. */
    static long nanos(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(TIMESPEC);
            int clock = (int) (~pid << 3 | CPUCLOCK_SCHED);
            int result = (int) CLOCK_GETTIME.invokeExact(clock, time);
            return result == 0
                    ? time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
                            + time.get(ValueLayout.JAVA_LONG, Long.BYTES)
                    : -1;
        } catch (Throwable impossible) {
            throw new AssertionError("clock_gettime(2) takes a clock and an address", impossible);
        }
    }
}
