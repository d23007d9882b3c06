package dev.refservers.async.sigio;

import dev.refservers.linux.Signals;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have been woken, and the end of the loop's wait when another thread has woken one: by one more
 * signal, one that whoever does not wait for it ignores. Safe for use by many threads, but where a method says otherwise.
 */
final class Waker {

    private static final long NOBODY = 0;

    private final ConcurrentLinkedQueue<Connection> woken = new ConcurrentLinkedQueue<>();
    private volatile long ownerId;
    private long thread = NOBODY;
    private boolean signalled;

    /** The calling thread is the one that waits: it need not wake itself. */
    synchronized void waitsHere() {
        ownerId = Thread.currentThread().threadId();
        thread = Signals.self();
    }

    /** Has the loop find this connection in {@link #poll}. */
    void enqueue(Connection connection) {
        woken.add(connection);
        // The loop looks into the queue before it waits; only another thread may find it waiting already.
        if (ownerId != Thread.currentThread().threadId()) {
            signal();
        }
    }

    /** Sends the signal, unless nobody waits yet or any more: the thread may have ended by then. */
    synchronized void signal() {
        if (!signalled && thread != NOBODY) {
            signalled = true;
            Signals.send(thread, Signals.SIGURG);
        }
    }

    /** The signal has come; what it was about must be looked at after this. Only the loop's thread calls it. */
    synchronized void clear() {
        signalled = false;
    }

    /** The next connection that was woken, or null. Only the loop's thread calls it. */
    @Nullable
    Connection poll() {
        return woken.poll();
    }

    /** Whether nobody has been woken. */
    boolean isEmpty() {
        return woken.isEmpty();
    }

    /** Signals nobody any more. */
    synchronized void close() {
        thread = NOBODY;
    }
}
