package dev.refservers.linux;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a loop is to resume, and the eventfd that ends its wait for them. Safe for use by many threads;
 * only the loop's thread takes them out.
 *
 * @param <C> a connection
 */
public final class Waker<C> {

    private final ConcurrentLinkedQueue<C> woken = new ConcurrentLinkedQueue<>();
    private final int descriptor = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    private volatile long ownerId;
    private boolean signalled;
    private boolean closed;

    /** A new eventfd(2). */
    public Waker() throws IOException {}

    /** What becomes readable. */
    public int descriptor() {
        return descriptor;
    }

    /** The calling thread is the one that waits: it need not wake itself. */
    public void waitsHere() {
        ownerId = Thread.currentThread().threadId();
    }

    /** Has the loop find this connection in {@link #poll}, soon. */
    public void enqueue(C connection) {
        woken.add(connection);
        // The loop looks into the queue before it waits; only another thread may find it waiting already.
        if (ownerId != Thread.currentThread().threadId()) {
            signal();
        }
    }

    /** The connection to resume next, or null if there is none. */
    public @Nullable C poll() {
        return woken.poll();
    }

    /** Whether no connection is to be resumed. */
    public boolean isEmpty() {
        return woken.isEmpty();
    }

    /** Makes the descriptor readable. After {@link #close} it does nothing: the number may be another's by then. */
    public synchronized void signal() {
        if (!signalled && !closed) {
            signalled = true;
            EventFd.signal(descriptor);
        }
    }

    /** Makes it unreadable; what the signal was about must be looked at after this. False if it is closed. */
    public synchronized boolean clear() {
        if (closed) {
            return false;
        }
        signalled = false;
        EventFd.clear(descriptor);
        return true;
    }

    /** Closes the descriptor. A second call does nothing. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(descriptor);
        }
    }
}
