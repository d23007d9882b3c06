package dev.refservers.async;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The connections that have been woken, and the request for a turn that looks after them. Safe for use by many threads. */
final class Waker {

    private final ConcurrentLinkedQueue<Connection> woken = new ConcurrentLinkedQueue<>();

    /** Whether the turn that looks into {@link #woken} has been asked for already. */
    private final AtomicBoolean rung = new AtomicBoolean();
    private final Executor turns;
    private volatile @Nullable Thread owner;

    /** Asks for turns there. */
    Waker(Executor turns) {
        this.turns = turns;
    }

    /** The thread that takes the turns; before the first of them. */
    void ownedBy(Thread thread) {
        owner = thread;
    }

    /** Has {@link #poll} find this connection soon. */
    void add(Connection connection) {
        woken.add(connection);
        // A turn looks into the queue before it ends; only from outside there may be no turn for a long time.
        if (!Thread.currentThread().equals(owner)) {
            ring();
        }
    }

    /** The next connection that was woken, or null. Only the loop's thread calls it. */
    @Nullable
    Connection poll() {
        return woken.poll();
    }

    /** Asks for one more turn. */
    void ring() {
        if (!rung.getAndSet(true)) {
            turns.execute(() -> rung.set(false));
        }
    }
}
