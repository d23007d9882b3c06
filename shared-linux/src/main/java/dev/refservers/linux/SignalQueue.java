package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** A set of signals, and what the last of them that came was about. Used by one thread at a time. */
public final class SignalQueue implements AutoCloseable {

    /**
     * A real-time signal: each is queued, with what it is about. Neither one of those that libc keeps for itself, from 32
     * on, nor the JDK's, which is 62.
     */
    public static final int REAL_TIME = 40;

    // typedef struct {
    //     int  si_signo;     /* Signal number */
    //     int  si_errno;
    //     int  si_code;      /* POLL_IN … POLL_HUP, if a descriptor is the reason */
    //     int  __pad0;
    //     union {
    //         struct {
    //             long si_band;    /* Band event: bits of poll(2) */
    //             int  si_fd;      /* File descriptor */
    //         } _sigpoll;
    //         …                    /* 128 bytes in all */
    //     };
    // } siginfo_t;
    static final StructLayout INFO = MemoryLayout.structLayout(JAVA_INT.withName("si_signo"),
            JAVA_INT.withName("si_errno"), JAVA_INT.withName("si_code"), MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("si_band"), JAVA_INT.withName("si_fd"), MemoryLayout.paddingLayout(100)).withName(
                    "siginfo_t");

    /** What si_code is for a signal about a descriptor, at least and at most. */
    static final int POLL_IN = 1;
    static final int POLL_HUP = 6;

    /** sizeof(sigset_t): bit n - 1 is signal n. */
    static final long SET_BYTES = 128;

    private static final long CODE = INFO.byteOffset(PathElement.groupElement("si_code"));
    private static final long DESCRIPTOR = INFO.byteOffset(PathElement.groupElement("si_fd"));

    private final Arena arena = Arena.ofShared();
    final MemorySegment set = arena.allocate(SET_BYTES, Long.BYTES);
    final MemorySegment info = arena.allocate(INFO);

    /** The queue of these signals, none above 64. */
    public SignalQueue(int... signals) {
        long bits = 0;
        for (int signal : signals) {
            bits |= 1L << (signal - 1);
        }
        set.set(JAVA_LONG, 0, bits);
    }

    /** The descriptor that the last signal was about, or -1 if somebody else than a descriptor sent it. */
    public int descriptor() {
        int code = info.get(JAVA_INT, CODE);
        return code >= POLL_IN && code <= POLL_HUP ? info.get(JAVA_INT, DESCRIPTOR) : -1;
    }

    /** Frees the memory: no call may be using it. */
    @Override
    public void close() {
        arena.close();
    }
}
