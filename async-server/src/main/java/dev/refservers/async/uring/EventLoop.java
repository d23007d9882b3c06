package dev.refservers.async.uring;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.SubmissionQueue;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands the kernel what all connections want, waits until some of it is done, and serves those, in turns. Used by one
 * thread; only {@link #enqueue}, {@link #shutdown} and {@link #address} by any.
 */
final class EventLoop {

    /** Wakes, deadlines and hungry connections served before the completions have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    /** How long the end waits for the kernel to let go of all it was given. */
    private static final long TEARDOWN_NANOS = 5_000_000_000L;

    private static final long NOBODY = -1;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    final Memory memory;
    final Batch batch = new Batch();
    final Deadlines<Connection> deadlines = new Deadlines<>();
    final Protocol protocol;

    private final ConcurrentLinkedQueue<Connection> woken = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Connection> starved = new ArrayDeque<>();
    private final Connections connections = new Connections();
    private final int maxConnections;
    private final long graceNanos;
    private final Waker waker;
    private final Acceptor acceptor;
    private final InetSocketAddress address;
    private final Completions completions;

    private int served;
    private long now = System.nanoTime();
    private boolean draining;
    private long graceEnds;
    private boolean closed;
    private volatile boolean stopping;
    private volatile long ownerId = NOBODY;

    /** Listens; {@link #run} then serves. */
    EventLoop(Protocol protocol, Settings settings, Memory.Sizes sizes) throws IOException {
        this.protocol = protocol;
        this.maxConnections = settings.limits().maxConnections();
        this.graceNanos = settings.gracePeriod().toNanos();
        this.waker = new Waker();
        Memory made = null;
        try {
            made = new Memory(sizes);
            this.memory = made;
            this.acceptor = new Acceptor(this, settings);
        } catch (IOException failure) {
            if (made != null) {
                made.close(true);
            }
            waker.close();
            throw failure;
        }
        this.address = acceptor.address();
        this.completions = new Completions(memory, connections, acceptor, waker);
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address;
    }

    /** Serves until it is shut down, and then until every connection has ended or the grace period is over. */
    void run() {
        try {
            while (!ended()) {
                runOnce(Session.NEVER);
            }
        } finally {
            close();
        }
    }

    /** One turn: hands over what is wanted, waits until something is done, but not longer than this, and serves it. */
    void runOnce(long timeoutNanos) {
        if (ownerId == NOBODY) {
            start();
        }
        batch.submitAndWait(memory.ring, timeoutNanos(timeoutNanos));
        // Once a turn: all that has come was there before.
        now = System.nanoTime();
        completions.dispatch();
        batch.turned();
        resumeWoken();
        resumeDue();
        feedStarved();
        if (stopping && !draining) {
            drain();
        }
    }

    /** The thread of the first turn is the only one that the ring takes anything from. */
    private void start() {
        ownerId = Thread.currentThread().threadId();
        memory.ring.enable();
        waker.watch(submissions());
        acceptor.accept();
    }

    /** Whether it has nothing left to do: it was shut down, and all connections have ended, or should have. */
    boolean ended() {
        return draining && (connections.isEmpty() || graceEnds - now <= 0);
    }

    /** The time that sessions are told. */
    long now() {
        return now;
    }

    private long timeoutNanos(long atMostNanos) {
        if (!woken.isEmpty() || !starved.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        nanos = Math.min(nanos, acceptor.nanosUntilRetry());
        return draining ? Math.min(nanos, Math.max(0, graceEnds - now)) : nanos;
    }

    private void resumeWoken() {
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Connection connection = woken.poll();
            if (connection == null) {
                return;
            }
            connection.resume();
        }
    }

    private void resumeDue() {
        acceptor.retryIfDue();
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Connection connection = deadlines.poll(now);
            if (connection == null) {
                return;
            }
            connection.resume();
        }
    }

    /** As many as there are buffers: were all fed at once, most of them would find none again. */
    private void feedStarved() {
        for (int i = 0; i < memory.input.count(); i++) {
            Connection connection = starved.poll();
            if (connection == null) {
                return;
            }
            connection.feed();
        }
    }

    /** What the kernel is asked for next. */
    SubmissionQueue submissions() {
        return memory.ring.submissions();
    }

    /** Whether one more connection may be served. */
    boolean admits() {
        return served < maxConnections;
    }

    /** Serves an accepted socket: with a session of the protocol, or with this one, which refuses it. */
    void open(int descriptor, @Nullable Session refusal) {
        Connection connection;
        try {
            connection = new Connection(this, descriptor, connections.nextKey(), refusal);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            Descriptors.close(descriptor);
            return;
        }
        connections.add(connection);
        served += connection.counted() ? 1 : 0;
        connection.start();
    }

    /** Has this connection fed when there are buffers to receive into. */
    void starve(Connection connection) {
        starved.add(connection);
    }

    /** Forgets a connection that is closed, and of which nothing is under way. */
    void forget(Connection connection) {
        connections.remove(connection);
        served -= connection.counted() ? 1 : 0;
        acceptor.descriptorFreed();
    }

    /** Has the loop resume this connection soon. Any thread may call it, once until then. */
    void enqueue(Connection connection) {
        woken.add(connection);
        // The loop looks into the queue before it waits; only another thread may find it waiting already.
        if (ownerId != Thread.currentThread().threadId()) {
            waker.signal();
        }
    }

    /** Has the loop stop accepting and end its connections. Any thread may call it, more than once. */
    void shutdown() {
        stopping = true;
        waker.signal();
    }

    private void drain() {
        draining = true;
        graceEnds = now + graceNanos;
        acceptor.close();
        for (Connection connection : connections.all()) {
            connection.shutdown();
        }
    }

    /** Ends every connection at once and gives back all that the loop holds. A second call does nothing. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        acceptor.close();
        waker.unwatch(submissions());
        waker.close();
        for (Connection connection : connections.all()) {
            connection.close();
        }
        memory.close(completions.awaitQuiet(TEARDOWN_NANOS));
    }
}
