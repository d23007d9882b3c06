package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Signals that a thread waits for, rather than is interrupted by: signal.h. They must be blocked in that thread before
 * the first one comes, because what an unblocked one does, unless there is a handler, is to end the process.
 */
public final class Signals {

    /** What a thread is sent when a signal of its own does not fit into its queue any more. */
    public static final int SIGIO = 29;

    /** Ignored by whoever does not wait for it: a thread may be sent it without danger. */
    public static final int SIGURG = 23;

    public static final int SIG_BLOCK = 0;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    // int pthread_sigmask(int how, const sigset_t *set, sigset_t *oldset);
    private static final MethodHandle PTHREAD_SIGMASK = Libc.function("pthread_sigmask", JAVA_INT, JAVA_INT, ADDRESS,
            ADDRESS);
    // int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);
    private static final MethodHandle SIGTIMEDWAIT = Libc.function("sigtimedwait", JAVA_INT, JAVA_LONG, JAVA_LONG,
            JAVA_LONG);
    // int pthread_kill(pthread_t thread, int sig);
    private static final MethodHandle PTHREAD_KILL = Libc.function("pthread_kill", JAVA_INT, JAVA_LONG, JAVA_INT);
    // pthread_t pthread_self(void);
    private static final MethodHandle PTHREAD_SELF = Libc.function("pthread_self", JAVA_LONG);
    // pid_t gettid(void);
    private static final MethodHandle GETTID = Libc.function("gettid", JAVA_INT);

    private Signals() {}

    /** gettid(2): the kernel's number of the calling thread, which must not be a virtual one. */
    public static int gettid() {
        CallState state = CallState.ofThread();
        try {
            return (int) GETTID.invokeExact(state.captured);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** pthread_self(3): what {@link #send} knows the calling thread by, which must not be a virtual one. */
    public static long self() {
        CallState state = CallState.ofThread();
        try {
            return (long) PTHREAD_SELF.invokeExact(state.captured);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /** pthread_sigmask(3): holds back these signals from the calling thread, until it asks for them. */
    public static void block(SignalQueue signals) throws IOException {
        CallState state = CallState.ofThread();
        int error;
        try {
            error = (int) PTHREAD_SIGMASK.invokeExact(state.captured, SIG_BLOCK, signals.set, MemorySegment.NULL);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (error != 0) {
            throw Errno.failure("pthread_sigmask()", error);
        }
    }

    /**
     * sigtimedwait(2): the number of a signal, or {@code -errno}: {@link Errno#EAGAIN} when the time has passed. What it
     * is about is in {@code signals} then.
     *
     * @param timeoutNanos 0 returns at once, {@link Long#MAX_VALUE} waits for ever
     */
    public static int wait(SignalQueue signals, long timeoutNanos) {
        CallState state = CallState.ofThread();
        long timeout = 0;
        if (timeoutNanos != Long.MAX_VALUE) {
            state.scratch.set(JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            state.scratch.set(JAVA_LONG, Long.BYTES, timeoutNanos % NANOS_PER_SECOND);
            timeout = state.scratch.address();
        }
        try {
            return state.result((int) SIGTIMEDWAIT.invokeExact(state.captured, signals.set.address(), signals.info
                    .address(), timeout));
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }

    /**
     * Takes all signals that wait already. A thread that has blocked some must call it before it ends, when nothing sends
     * it any more: HotSpot then gives it its first mask again, and a signal that still waits would end the process.
     */
    public static void discard(SignalQueue signals) {
        int signal;
        do {
            signal = wait(signals, 0);
        } while (signal > 0 || signal == -Errno.EINTR);
    }

    /**
     * pthread_kill(3): sends a signal to one thread of this process, which must not have ended. 0, or {@code -errno}.
     *
     * @param thread what {@link #self} has told that thread
     */
    public static int send(long thread, int signal) {
        CallState state = CallState.ofThread();
        try {
            return -(int) PTHREAD_KILL.invokeExact(state.captured, thread, signal);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
    }
}
