package dev.refservers.threaded;

import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that resume a connection whose own thread is blocked in read: when it was woken, and at its deadline.
 * Safe for use by many threads.
 *
 * <p>
 * What they write may block them too, on a client that reads slowly, and nobody else may wait for that. So who is about
 * to write first sees to it that somebody is left who does not: the leader/followers pattern. Those who have nothing to
 * write are served by one, however many they are: to start a thread costs the more, the more threads there are.
 */
final class Wakers {

    /** How many threads wait at most; one too many ends. More than one spares the making of a thread for each wake. */
    private static final int MAX_WAITING = 2;

    private static final System.Logger LOG = System.getLogger(Wakers.class.getName());

    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Connection> woken = new ArrayDeque<>();
    private final Deadlines<Connection> deadlines = new Deadlines<>();
    private int running = 1;
    private int waiting;
    private int writing;
    private boolean closed;

    /** Whether no follower could be started the last time. Not guarded: a line more or less in the log is no matter. */
    private volatile boolean starved;

    /** Wakers on threads of this kind; the first starts at once. */
    Wakers(ThreadFactory factory) {
        threads = Executors.newThreadPerTaskExecutor(factory);
        threads.execute(this::run);
    }

    /** Lets a connection be resumed soon. Never blocks for longer than it takes to enqueue. */
    void wake(Connection connection) {
        lock.lock();
        try {
            woken.add(connection);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a connection be resumed at {@code deadline}, or before. */
    void watch(Connection connection, long deadline) {
        // Most deadlines only move to later: these need no lock.
        if (deadline == Session.NEVER || (connection.alarm != Session.NEVER && connection.alarm - deadline <= 0)) {
            return;
        }
        lock.lock();
        try {
            long now = System.nanoTime();
            long before = deadlines.nanosUntilNext(now);
            deadlines.watch(connection.slot, deadline);
            connection.alarm = deadline;
            if (deadlines.nanosUntilNext(now) < before) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the deadline of a connection. */
    void forget(Connection connection) {
        if (connection.alarm != Session.NEVER) {
            lock.lock();
            try {
                deadlines.forget(connection.slot);
                connection.alarm = Session.NEVER;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Writes, on a waker's thread: while that may be blocked, another is there. */
    void write(Output out) throws IOException {
        if (isLastToWrite()) {
            startFollower();
        }
        try {
            out.write();
        } finally {
            forgetWriter();
        }
    }

    private void forgetWriter() {
        lock.lock();
        try {
            writing--;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLastToWrite() {
        lock.lock();
        try {
            writing++;
            boolean last = writing == running && !closed;
            running += last ? 1 : 0;
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Resumes those that were woken, and ends. Returns when the threads have ended. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        threads.close();
    }

    private void run() {
        for (Connection next = take(); next != null; next = take()) {
            next.resume();
        }
    }

    /** Waits for the next connection to resume; null if this thread is to end. */
    private @Nullable Connection take() {
        lock.lock();
        try {
            Connection next = null;
            if (waiting < MAX_WAITING) {
                waiting++;
                next = awaitNext();
                waiting--;
            }
            running -= next == null ? 1 : 0;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Connection awaitNext() {
        Connection next = poll();
        while (next == null && !closed) {
            long nanos = deadlines.nanosUntilNext(System.nanoTime());
            try {
                if (nanos == Session.NEVER) {
                    changed.await();
                } else {
                    changed.awaitNanos(nanos);
                }
            } catch (InterruptedException unexpected) {
                LOG.log(Level.DEBUG, "a waker was interrupted", unexpected);
            }
            next = poll();
        }
        return next;
    }

    private @Nullable Connection poll() {
        Connection next = woken.poll();
        if (next == null) {
            next = deadlines.poll(System.nanoTime());
            if (next != null) {
                next.alarm = Session.NEVER;
            }
        }
        return next;
    }

    /** Without a follower this thread goes on alone: late, if a client blocks it, but it goes on. */
    private void startFollower() {
        try {
            threads.execute(this::run);
            starved = false;
        } catch (OutOfMemoryError noThread) {
            if (!starved) {
                LOG.log(Level.WARNING, "Woken clients may be late, because no thread can be had: {0}",
                        noThread.getMessage());
            }
            starved = true;
            forgetFollower();
        } catch (RejectedExecutionException closing) {
            LOG.log(Level.DEBUG, "no further waker, because the server is closing");
            forgetFollower();
        }
    }

    private void forgetFollower() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
    }
}
