package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.MethodHandle;

/** What a process may ask about itself: sys/prctl.h. Safe for use by many threads. */
public final class Prctl {

    /** The signal that this process gets when the thread that started it ends: the thread, not only its process. */
    public static final int PR_SET_PDEATHSIG = 1;

    // int prctl(int option, ... /* unsigned long arg2 */);
    private static final MethodHandle PRCTL = Libc.variadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG,
            JAVA_LONG, JAVA_LONG);

    private Prctl() {}

    /** prctl(2) with one argument: what the option returns. */
    public static int prctl(int option, long argument) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) PRCTL.invokeExact(state.captured, option, argument, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("prctl(" + option + ", " + argument + ")", state.errno());
        }
        return result;
    }
}
