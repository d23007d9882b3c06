package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Having a signal sent whenever something happens to a descriptor: fcntl.h. Safe for use by many threads. */
public final class SignalDriven {

    public static final int F_SETSIG = 10;
    public static final int F_SETOWN_EX = 15;
    public static final int F_OWNER_TID = 0;
    public static final int O_ASYNC = 020000;

    // struct f_owner_ex {
    //     int   type;    /* F_OWNER_TID: one thread */
    //     pid_t pid;
    // };
    static final StructLayout OWNER = MemoryLayout.structLayout(JAVA_INT.withName("type"), JAVA_INT.withName("pid"))
            .withName("struct f_owner_ex");
    private static final long TYPE = OWNER.byteOffset(PathElement.groupElement("type"));
    private static final long PID = OWNER.byteOffset(PathElement.groupElement("pid"));

    // int fcntl(int fd, int cmd, ... /* struct f_owner_ex *arg */);
    private static final MethodHandle FCNTL = Libc.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);

    private SignalDriven() {}

    /** Why no descriptor can have signals sent here, as a sentence; empty where that can be had. */
    public static Optional<String> unavailable() {
        Optional<String> elsewhere = Linux.unavailable();
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        if (!Libc.has("gettid")) {
            return Optional
                    .of("the C library has no gettid(2), to name the thread that gets the signals: use glibc 2.30, "
                            + "musl 1.2.2, or newer.");
        }
        try {
            int socket = Sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC, 0);
            try {
                name(socket, Signals.gettid(), SignalQueue.REAL_TIME);
            } finally {
                Descriptors.close(socket);
            }
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of("this kernel, or the sandbox it is in, sends no signals about sockets (" + failure
                    .getMessage() + "): use another architecture of the list.");
        }
    }

    /**
     * Has {@code thread}, by its {@link Signals#gettid} number, sent {@code signal} at each change of {@code fd}'s
     * readiness from now on: what has happened before is not told. The thread must have blocked the signal, and
     * {@link Signals#SIGIO}, which it gets instead when its queue is full. The descriptor does not block from now on.
     */
    public static void enable(int fd, int thread, int signal) throws IOException {
        name(fd, thread, signal);
        Descriptors.fcntl(fd, Descriptors.F_SETFL, Descriptors.O_NONBLOCK | O_ASYNC);
    }

    /** Who gets which signal: the thread, not the process, whose other threads have not blocked it. */
    private static void name(int fd, int thread, int signal) throws IOException {
        CallState state = CallState.ofThread();
        MemorySegment owner = state.scratch;
        int result;
        try {
            owner.set(JAVA_INT, TYPE, F_OWNER_TID);
            owner.set(JAVA_INT, PID, thread);
            result = (int) FCNTL.invokeExact(state.captured, fd, F_SETOWN_EX, owner);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw Errno.failure("fcntl(" + fd + ", F_SETOWN_EX, " + thread + ")", state.errno());
        }
        Descriptors.fcntl(fd, F_SETSIG, signal);
    }
}
