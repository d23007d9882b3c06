package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;

/** What can be done to any descriptor: unistd.h and fcntl.h. Safe for use by many threads, as the kernel is. */
public final class Descriptors {

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_NONBLOCK = 04000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;

    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int FD_CLOEXEC = 1;

    // int close(int fd);
    private static final MethodHandle CLOSE = Libc.function("close", JAVA_INT, JAVA_INT);
    // ssize_t read(int fd, void *buf, size_t count);
    private static final MethodHandle READ = Libc.function("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // ssize_t write(int fd, const void *buf, size_t count);
    private static final MethodHandle WRITE = Libc.function("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // int dup2(int oldfd, int newfd);
    private static final MethodHandle DUP2 = Libc.function("dup2", JAVA_INT, JAVA_INT, JAVA_INT);
    // int dup3(int oldfd, int newfd, int flags);
    private static final MethodHandle DUP3 = Libc.function("dup3", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    // int open(const char *path, int flags, ... /* mode_t mode */);
    private static final MethodHandle OPEN = Libc.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    // int fcntl(int fd, int cmd, ... /* int arg */);
    private static final MethodHandle FCNTL = Libc.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

    private Descriptors() {}

    /**
     * close(2). Returns 0 or {@code -errno}; the descriptor is gone either way, so never call it again for the same
     * one: another thread may have been given its number.
     */
    public static int close(int fd) {
        CallState state = CallState.ofThread();
        try {
            return state.result((int) CLOSE.invokeExact(state.captured, fd));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** read(2) of up to {@code length} bytes to the start of {@code into}. Bytes, 0 at the end, or {@code -errno}. */
    public static int read(int fd, NativeBuffer into, int length) {
        return read(fd, into.address(length), length, into.state);
    }

    static int read(int fd, long into, long length, CallState state) {
        try {
            return state.result((long) READ.invokeExact(state.captured, fd, into, length));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** write(2) of the first {@code length} bytes of {@code from}. Bytes written, maybe fewer, or {@code -errno}. */
    public static int write(int fd, NativeBuffer from, int length) {
        return write(fd, from.address(length), length, from.state);
    }

    static int write(int fd, long from, long length, CallState state) {
        try {
            return state.result((long) WRITE.invokeExact(state.captured, fd, from, length));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** dup2(2): makes {@code to} a copy of {@code from}, closing what {@code to} was. A child process inherits it. */
    public static void dup2(int from, int to) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) DUP2.invokeExact(state.captured, from, to);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("dup2(" + from + ", " + to + ")", state.errno());
        }
    }

    /** dup3(2): as {@link #dup2}, with {@link #O_CLOEXEC} as the only flag; the two must differ. */
    public static void dup3(int from, int to, int flags) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) DUP3.invokeExact(state.captured, from, to, flags);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("dup3(" + from + ", " + to + ")", state.errno());
        }
    }

    /** open(2) of a file that exists: returns its descriptor. */
    public static int open(String path, int flags) throws IOException {
        CallState state = CallState.ofThread();
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            fd = (int) OPEN.invokeExact(state.captured, arena.allocateFrom(path), flags, 0);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (fd < 0) {
            throw Errno.failure("open(" + path + ")", state.errno());
        }
        return fd;
    }

    /** fcntl(2) with an int: what the command returns. */
    public static int fcntl(int fd, int command, int argument) throws IOException {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) FCNTL.invokeExact(state.captured, fd, command, argument);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("fcntl(" + fd + ", " + command + ", " + argument + ")", state.errno());
        }
        return result;
    }

    /** Makes calls on {@code fd}, and on all copies of it, return {@link Errno#EAGAIN} rather than wait. */
    public static void setNonBlocking(int fd) throws IOException {
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
    }

    /** Sets whether {@code fd} is closed in child processes when they call exec. */
    public static void setCloseOnExec(int fd, boolean close) throws IOException {
        int flags = fcntl(fd, F_GETFD, 0);
        fcntl(fd, F_SETFD, close ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC);
    }
}
