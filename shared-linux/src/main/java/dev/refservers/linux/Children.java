package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Processes that this one has started: sys/wait.h. Safe for use by many threads. */
public final class Children {

    // pid_t waitpid(pid_t pid, int *wstatus, int options);
    private static final MethodHandle WAITPID = Libc.function("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private Children() {}

    /** waitpid(2): waits until this child has ended, and has the system forget it. Its number, or {@code -errno}. */
    public static int waitpid(long pid) {
        CallState state = CallState.ofThread();
        try {
            return state.result((int) WAITPID.invokeExact(state.captured, Math.toIntExact(pid), MemorySegment.NULL, 0));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }
}
