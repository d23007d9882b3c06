package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.MethodHandle;

/** The kernel's set of watched descriptors: sys/epoll.h. Safe for use by many threads, as the kernel is. */
public final class Epoll {

    public static final int EPOLL_CLOEXEC = 02000000;

    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;

    public static final int EPOLLIN = 0x001;
    /** There is urgent data, at which a recv stops. */
    public static final int EPOLLPRI = 0x002;
    public static final int EPOLLOUT = 0x004;
    /** Reported whether asked for or not. */
    public static final int EPOLLERR = 0x008;
    /** Both directions have ended; reported whether asked for or not. */
    public static final int EPOLLHUP = 0x010;
    /** The peer sends no more. */
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLEXCLUSIVE = 1 << 28;
    public static final int EPOLLONESHOT = 1 << 30;
    public static final int EPOLLET = 1 << 31;

    // int epoll_create1(int flags);
    private static final MethodHandle EPOLL_CREATE1 = Libc.function("epoll_create1", JAVA_INT, JAVA_INT);
    // int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
    private static final MethodHandle EPOLL_CTL = Libc.function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            ADDRESS);
    // int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);
    private static final MethodHandle EPOLL_WAIT = Libc.function("epoll_wait", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT,
            JAVA_INT);

    private Epoll() {}

    /** epoll_create1(2): returns its descriptor. */
    public static int create() throws IOException {
        CallState state = CallState.ofThread();
        int fd;
        try {
            fd = (int) EPOLL_CREATE1.invokeExact(state.captured, EPOLL_CLOEXEC);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (fd < 0) {
            throw Errno.failure("epoll_create1()", state.errno());
        }
        return fd;
    }

    /**
     * epoll_ctl(2): 0, or {@code -errno}.
     *
     * @param key what {@link EpollEvents#key} tells of {@code fd}; not the descriptor's number, because that number may
     *        belong to another connection when the event is looked at
     */
    public static int ctl(int epoll, int operation, int fd, int events, long key) {
        CallState state = CallState.ofThread();
        try {
            EpollEvents.write(state.scratch, events, key);
            return state.result((int) EPOLL_CTL.invokeExact(state.captured, epoll, operation, fd, state.scratch));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /**
     * epoll_wait(2): how many events are in {@code events} now, or {@code -errno}.
     *
     * @param timeoutMillis 0 returns at once, -1 waits for ever
     */
    public static int wait(int epoll, EpollEvents events, int timeoutMillis) {
        CallState state = events.state;
        try {
            return state.result((int) EPOLL_WAIT.invokeExact(state.captured, epoll, events.address(), events.capacity(),
                    timeoutMillis));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }
}
