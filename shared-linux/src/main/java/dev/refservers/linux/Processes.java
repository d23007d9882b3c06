package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** Signals to other processes, and the cores that a thread may run on: signal.h, sched.h. Safe for use by many threads. */
public final class Processes {

    public static final int SIGINT = 2;
    public static final int SIGKILL = 9;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;

    /** Cores that a {@code cpu_set_t} has room for. */
    public static final int CPU_SETSIZE = 1024;

    private static final long SET_BYTES = CPU_SETSIZE / Byte.SIZE;

    // int kill(pid_t pid, int sig);
    private static final MethodHandle KILL = Libc.function("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    // int sched_getaffinity(pid_t pid, size_t cpusetsize, cpu_set_t *mask);
    private static final MethodHandle GETAFFINITY = Libc.function("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG,
            ADDRESS);
    // int sched_setaffinity(pid_t pid, size_t cpusetsize, const cpu_set_t *mask);
    private static final MethodHandle SETAFFINITY = Libc.function("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG,
            ADDRESS);

    private Processes() {}

    /**
     * kill(2): sends a signal to a process.
     *
     * @return 0, or {@code -errno}: {@link Errno#ESRCH} when there is no such process any more
     */
    public static int kill(long pid, int signal) {
        CallState state = CallState.ofThread();
        try {
            return state.result((int) KILL.invokeExact(state.captured, Math.toIntExact(pid), signal));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** sched_getaffinity(2): the numbers of the cores that the calling thread, which must not be a virtual one, may run on. */
    public static BitSet cores() throws IOException {
        CallState state = CallState.ofThread();
        int result;
        state.scratch.fill((byte) 0);
        try {
            result = (int) GETAFFINITY.invokeExact(state.captured, 0, SET_BYTES, state.scratch);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("sched_getaffinity()", state.errno());
        }
        return BitSet.valueOf(state.scratch.asSlice(0, SET_BYTES).toArray(ValueLayout.JAVA_BYTE));
    }

    /**
     * sched_setaffinity(2): the calling thread, which must not be a virtual one, runs on these cores from now on, and so do threads and
     * processes that it starts.
     *
     * @param cores numbers below {@link #CPU_SETSIZE}
     */
    public static void runOn(BitSet cores) throws IOException {
        CallState state = CallState.ofThread();
        state.scratch.fill((byte) 0);
        byte[] bytes = cores.toByteArray();
        MemorySegment.copy(bytes, 0, state.scratch, ValueLayout.JAVA_BYTE, 0, bytes.length);
        int result;
        try {
            result = (int) SETAFFINITY.invokeExact(state.captured, 0, SET_BYTES, state.scratch);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("sched_setaffinity(" + cores + ")", state.errno());
        }
    }
}
