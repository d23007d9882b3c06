package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** What this process may use at most: sys/resource.h. Safe for use by many threads. */
public final class ResourceLimits {

    /** One more than the highest descriptor that this process may open. */
    public static final int RLIMIT_NOFILE = 7;

    // struct rlimit {
    //     rlim_t rlim_cur;  /* Soft limit */
    //     rlim_t rlim_max;  /* Hard limit (ceiling for rlim_cur) */
    // };
    static final StructLayout RLIMIT = MemoryLayout.structLayout(JAVA_LONG.withName("rlim_cur"),
            JAVA_LONG.withName("rlim_max")).withName("struct rlimit");
    private static final long CURRENT = RLIMIT.byteOffset(PathElement.groupElement("rlim_cur"));

    // int getrlimit(int resource, struct rlimit *rlim);
    private static final MethodHandle GETRLIMIT = Libc.function("getrlimit", JAVA_INT, JAVA_INT, ADDRESS);

    private ResourceLimits() {}

    /** getrlimit(2): the soft limit, which is the one that counts; {@link Long#MAX_VALUE} where there is none. */
    public static long getrlimit(int resource) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) GETRLIMIT.invokeExact(state.captured, resource, state.scratch);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("getrlimit(" + resource + ")", state.errno());
        }
        long limit = state.scratch.get(JAVA_LONG, CURRENT);
        // RLIM_INFINITY is the largest unsigned number.
        return limit < 0 ? Long.MAX_VALUE : limit;
    }
}
