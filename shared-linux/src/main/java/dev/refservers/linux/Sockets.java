package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** TCP sockets, IPv4 and IPv6: sys/socket.h, netinet/tcp.h. Safe for use by many threads, as the kernel is. */
public final class Sockets {

    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;

    public static final int SOCK_STREAM = 1;
    public static final int SOCK_NONBLOCK = 04000;
    public static final int SOCK_CLOEXEC = 02000000;

    public static final int SOL_SOCKET = 1;
    public static final int SO_REUSEADDR = 2;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_KEEPALIVE = 9;
    public static final int SO_LINGER = 13;
    public static final int SO_REUSEPORT = 15;
    public static final int IPPROTO_TCP = 6;
    public static final int TCP_NODELAY = 1;
    public static final int TCP_KEEPIDLE = 4;
    public static final int TCP_KEEPINTVL = 5;
    public static final int TCP_KEEPCNT = 6;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPV6_V6ONLY = 26;

    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;

    public static final int SHUT_RD = 0;
    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;

    private static final int KEEPALIVE_PROBES = 3;

    // int socket(int domain, int type, int protocol);
    private static final MethodHandle SOCKET = Libc.function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);
    private static final MethodHandle SETSOCKOPT = Libc.function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            ADDRESS, JAVA_INT);
    // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen);
    private static final MethodHandle GETSOCKOPT = Libc.function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            ADDRESS, ADDRESS);
    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen);
    private static final MethodHandle BIND = Libc.function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    // int listen(int sockfd, int backlog);
    private static final MethodHandle LISTEN = Libc.function("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    // int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen);
    private static final MethodHandle GETSOCKNAME = Libc.function("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    // int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);
    private static final MethodHandle ACCEPT4 = Libc.function("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS,
            JAVA_INT);
    // ssize_t recv(int sockfd, void *buf, size_t len, int flags);
    private static final MethodHandle RECV = Libc.function("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG,
            JAVA_INT);
    // ssize_t send(int sockfd, const void *buf, size_t len, int flags);
    private static final MethodHandle SEND = Libc.function("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG,
            JAVA_INT);
    // int shutdown(int sockfd, int how);
    private static final MethodHandle SHUTDOWN = Libc.function("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);

    /** Where a call that also returns an address or an option finds its socklen_t, behind the value itself. */
    private static final long LENGTH = CallState.SCRATCH_BYTES - Integer.BYTES;

    private Sockets() {}

    /** {@link #AF_INET} or {@link #AF_INET6}, whichever {@code address} belongs to. */
    public static int family(InetAddress address) {
        return SocketAddress.family(address);
    }

    /** socket(2): returns its descriptor. */
    public static int socket(int family, int type, int protocol) throws IOException {
        CallState state = CallState.ofThread();
        int fd;
        try {
            fd = (int) SOCKET.invokeExact(state.captured, family, type, protocol);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        return succeeded(fd, "socket(" + family + ", " + type + ")", state);
    }

    /** setsockopt(2) with an int. */
    public static void setsockopt(int fd, int level, int option, int value) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            state.scratch.set(JAVA_INT, 0, value);
            result = (int) SETSOCKOPT.invokeExact(state.captured, fd, level, option, state.scratch, Integer.BYTES);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        succeeded(result, "setsockopt(" + fd + ", " + level + ", " + option + ", " + value + ")", state);
    }

    /**
     * Has the kernel ask a peer that was silent for so many seconds whether it is still there, and take it for gone after
     * three questions in a third of that time each; 0 is never. What a listening socket accepts inherits it.
     */
    public static void keepAlive(int fd, int seconds) throws IOException {
        if (seconds > 0) {
            setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
            setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, seconds);
            setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, Math.max(1, seconds / KEEPALIVE_PROBES));
            setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
        }
    }

    /** getsockopt(2) of an int, such as {@link #SO_ERROR}: the error of a socket that epoll tells is broken. */
    public static int getsockopt(int fd, int level, int option) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            state.scratch.set(JAVA_INT, LENGTH, Integer.BYTES);
            result = (int) GETSOCKOPT.invokeExact(state.captured, fd, level, option, state.scratch,
                    state.scratch.asSlice(LENGTH));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        succeeded(result, "getsockopt(" + fd + ", " + level + ", " + option + ")", state);
        return state.scratch.get(JAVA_INT, 0);
    }

    /** bind(2), to an address that is resolved. */
    public static void bind(int fd, InetSocketAddress address) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            int length = SocketAddress.write(address, state.scratch);
            result = (int) BIND.invokeExact(state.captured, fd, state.scratch, length);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            // As the JDK writes it, with an IPv6 address in brackets; before the slash is the name, if there is one.
            String text = address.toString();
            throw Errno.failure("bind(" + text.substring(text.indexOf('/') + 1) + ")", state.errno());
        }
    }

    /** listen(2). */
    public static void listen(int fd, int backlog) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) LISTEN.invokeExact(state.captured, fd, backlog);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        succeeded(result, "listen(" + fd + ", " + backlog + ")", state);
    }

    /** getsockname(2): the address that {@code fd} is bound to. */
    public static InetSocketAddress getsockname(int fd) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            state.scratch.set(JAVA_INT, LENGTH, (int) LENGTH);
            result = (int) GETSOCKNAME.invokeExact(state.captured, fd, state.scratch, state.scratch.asSlice(LENGTH));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        succeeded(result, "getsockname(" + fd + ")", state);
        return SocketAddress.read(state.scratch);
    }

    /**
     * accept4(2): the descriptor of the next connection, or {@code -errno}. It waits unless {@code fd} is non-blocking.
     *
     * @param flags {@link #SOCK_NONBLOCK}, {@link #SOCK_CLOEXEC}, for the new descriptor
     */
    public static int accept4(int fd, int flags) {
        CallState state = CallState.ofThread();
        try {
            return state.result((int) ACCEPT4.invokeExact(state.captured, fd, MemorySegment.NULL, MemorySegment.NULL,
                    flags));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** recv(2) of up to {@code length} bytes to the start of {@code into}. Bytes, 0 at the end, or {@code -errno}. */
    public static int recv(int fd, NativeBuffer into, int length, int flags) {
        CallState state = into.state;
        try {
            return state.result((long) RECV.invokeExact(state.captured, fd, into.address(length), (long) length,
                    flags));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /**
     * send(2) of the first {@code length} bytes of {@code from}. Bytes sent, maybe fewer, or {@code -errno}. Without {@link #MSG_NOSIGNAL} a peer that has gone costs a SIGPIPE.
     */
    public static int send(int fd, NativeBuffer from, int length, int flags) {
        CallState state = from.state;
        try {
            return state.result((long) SEND.invokeExact(state.captured, fd, from.address(length),
                    (long) length, flags));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** shutdown(2): 0, or {@code -errno}, which is {@link Errno#ENOTCONN} for a peer that has reset. */
    public static int shutdown(int fd, int how) {
        CallState state = CallState.ofThread();
        try {
            return state.result((int) SHUTDOWN.invokeExact(state.captured, fd, how));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    private static int succeeded(int result, String call, CallState state) throws IOException {
        if (result < 0) {
            throw Errno.failure(call, state.errno());
        }
        return result;
    }
}
