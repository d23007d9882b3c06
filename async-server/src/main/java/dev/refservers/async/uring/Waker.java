package dev.refservers.async.uring;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.EventFd;
import dev.refservers.linux.Poll;
import dev.refservers.linux.SubmissionQueue;
import java.io.IOException;

/**
 * Ends the loop's wait from another thread, which may not submit anything itself: it makes a descriptor readable that
 * the ring polls. Safe for use by many threads, but for what deals with the ring: that is
 * for the loop's thread.
 */
final class Waker {

    private static final int POLL = 0;
    private static final int CANCEL = 1;

    private final int descriptor = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    private boolean watched;
    private boolean signalled;
    private boolean closed;

    Waker() throws IOException {}

    /** Has the ring poll the descriptor: multishot, so once is enough. */
    void watch(SubmissionQueue submissions) {
        watched = true;
        submissions.poll(descriptor, Poll.POLLIN, true, Connections.WAKER | POLL);
    }

    /** The descriptor was readable, or is polled no longer. */
    void completed(int operation, boolean last, SubmissionQueue submissions) {
        if (operation != POLL) {
            return;
        }
        watched = !last;
        if (clear() && last) {
            watch(submissions);
        }
    }

    /** Whether the kernel may still tell something. */
    boolean watched() {
        return watched;
    }

    /** Makes the descriptor readable. After {@link #close} it does nothing: the number may be somebody else's by then. */
    synchronized void signal() {
        if (!signalled && !closed) {
            signalled = true;
            EventFd.signal(descriptor);
        }
    }

    /** Makes it unreadable; what the signal was about must be looked at after this. False if it is closed. */
    private synchronized boolean clear() {
        if (closed) {
            return false;
        }
        signalled = false;
        EventFd.clear(descriptor);
        return true;
    }

    /** Has the ring poll it no longer. */
    void unwatch(SubmissionQueue submissions) {
        if (watched) {
            submissions.cancel(Connections.WAKER | POLL, Connections.WAKER | CANCEL);
        }
    }

    /** Wakes nobody any more. A second call does nothing. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(descriptor);
        }
    }
}
