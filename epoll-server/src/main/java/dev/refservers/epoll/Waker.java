package dev.refservers.epoll;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.EventFd;
import java.io.IOException;

/** Ends the loop's wait from another thread. Safe for use by many threads. */
final class Waker {

    private final int descriptor = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    private boolean signalled;
    private boolean closed;

    Waker() throws IOException {}

    /** What becomes readable. */
    int descriptor() {
        return descriptor;
    }

    /** Makes the descriptor readable. After {@link #close} it does nothing: the number may be somebody else's by then. */
    synchronized void signal() {
        if (!signalled && !closed) {
            signalled = true;
            EventFd.signal(descriptor);
        }
    }

    /** Makes it unreadable; what the signal was about must be looked at after this. */
    synchronized void clear() {
        signalled = false;
        EventFd.clear(descriptor);
    }

    /** A second call does nothing. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(descriptor);
        }
    }
}
