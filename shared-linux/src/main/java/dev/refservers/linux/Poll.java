package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;
import java.util.Objects;

/** Waiting for an array of descriptors: poll.h. Safe for use by many threads, as the kernel is. */
public final class Poll {

    public static final int POLLIN = 0x001;
    public static final int POLLOUT = 0x004;
    /** Reported whether asked for or not. */
    public static final int POLLERR = 0x008;
    /** Both directions have ended; reported whether asked for or not. */
    public static final int POLLHUP = 0x010;
    /** Not an open descriptor; reported whether asked for or not. */
    public static final int POLLNVAL = 0x020;
    /** The peer sends no more. */
    public static final int POLLRDHUP = 0x2000;

    // int poll(struct pollfd *fds, nfds_t nfds, int timeout);
    private static final MethodHandle POLL = Libc.function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private Poll() {}

    /**
     * poll(2): how many of the first {@code count} have events now, or {@code -errno}.
     *
     * @param timeoutMillis 0 returns at once, -1 waits for ever
     */
    public static int poll(PollFds fds, int count, int timeoutMillis) {
        Objects.checkFromIndexSize(0, count, fds.capacity());
        CallState state = CallState.ofThread();
        try {
            return state.result((int) POLL.invokeExact(state.captured, fds.array,
                    (long) count, timeoutMillis));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }
}
