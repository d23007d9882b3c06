package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.MethodHandle;

/** A counter that can be waited on, by which one thread wakes another: sys/eventfd.h. Safe for use by many threads. */
public final class EventFd {

    public static final int EFD_CLOEXEC = 02000000;
    public static final int EFD_NONBLOCK = 04000;

    // int eventfd(unsigned int initval, int flags);
    private static final MethodHandle EVENTFD = Libc.function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);

    private EventFd() {}

    /** eventfd(2): returns its descriptor; the counter is 0. */
    public static int eventfd(int flags) throws IOException {
        CallState state = CallState.ofThread();
        int fd;
        try {
            fd = (int) EVENTFD.invokeExact(state.captured, 0, flags);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (fd < 0) {
            throw Errno.failure("eventfd()", state.errno());
        }
        return fd;
    }

    /** Adds 1, which makes it readable. A negative errno; {@link Errno#EAGAIN} says that it is readable already. */
    public static int signal(int fd) {
        CallState state = CallState.ofThread();
        state.scratch.set(JAVA_LONG, 0, 1);
        return Descriptors.write(fd, state.scratch.address(), Long.BYTES, state);
    }

    /** Sets the counter to 0, so that it is not readable until the next signal. A negative errno if it was 0. */
    public static int clear(int fd) {
        CallState state = CallState.ofThread();
        return Descriptors.read(fd, state.scratch.address(), Long.BYTES, state);
    }
}
