package dev.refservers.async.uring;

import dev.refservers.linux.CompletionQueue;
import dev.refservers.linux.ConnectionsByKey;
import dev.refservers.linux.IoUring;
import dev.refservers.linux.ListeningSocket;
import dev.refservers.linux.Poll;
import dev.refservers.linux.ProvidedBuffers;
import dev.refservers.linux.Waker;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Hands the kernel what all connections want, waits until some of it is done, and serves those, in turns. Used by one
 * thread; only {@link #enqueue}, {@link #shutdown} and {@link #address} by any.
 */
final class EventLoop implements LoopServer.Loop {

    /** Wakes, deadlines and hungry connections served before the completions have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    /** How long the end waits for the kernel to let go of all it was given. */
    private static final long TEARDOWN_NANOS = 5_000_000_000L;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    final Memory memory;
    final Batch batch = new Batch();
    final Deadlines<Connection> deadlines = new Deadlines<>();
    final Protocol protocol;

    /** Those that found no buffer to receive into: they are fed when there are some. */
    final ArrayDeque<Connection> starved = new ArrayDeque<>();

    private final ConnectionsByKey<Connection> connections = new ConnectionsByKey<>();
    private final long graceNanos;
    private final Waker<Connection> waker = new Waker<>();
    private final ListeningSocket listener;
    private final Acceptor acceptor;
    private long now = System.nanoTime();
    private boolean started;
    private boolean wakerPolled;
    private boolean draining;
    private long graceEnds;
    private boolean closed;
    private volatile boolean stopping;

    /** Listens; {@link #run} then serves. The memory belongs to the loop, also when that cannot be made. */
    EventLoop(Protocol protocol, Settings settings, Memory memory) throws IOException {
        this.protocol = protocol;
        this.graceNanos = settings.gracePeriod().toNanos();
        this.memory = memory;
        try {
            this.listener = ListeningSocket.open(settings.address(), settings.backlog(),
                    settings.keepalive().seconds(), 0, 1, settings.limits().maxConnections()).getFirst();
        } catch (IOException failure) {
            memory.close(true);
            waker.close();
            throw failure;
        }
        this.acceptor = new Acceptor(this, listener);
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return listener.address();
    }

    /** Serves until it is shut down, and then until every connection has ended or the grace period is over. */
    @Override
    public void run() {
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
        if (!started) {
            start();
        }
        batch.submitAndWait(memory.ring, nanosToWait(timeoutNanos));
        // Once a turn: all that has come was there before.
        now = System.nanoTime();
        dispatch();
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
        started = true;
        waker.waitsHere();
        memory.ring.enable();
        pollWaker();
        acceptor.start();
    }

    /** Whether it has nothing left to do: it was shut down, and all connections have ended, or should have. */
    boolean ended() {
        return draining && (connections.isEmpty() || graceEnds - now <= 0);
    }

    /** The time that sessions are told. */
    long now() {
        return now;
    }

    private long nanosToWait(long atMostNanos) {
        if (!waker.isEmpty() || !starved.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        nanos = Math.min(nanos, listener.nanosUntilRetry(now));
        return draining ? Math.min(nanos, Math.max(0, graceEnds - now)) : nanos;
    }

    private void dispatch() {
        CompletionQueue queue = memory.ring.completions();
        int count = queue.size();
        for (int i = 0; i < count; i++) {
            dispatch(queue.userData(i), queue.result(i), queue.flags(i));
        }
        queue.remove(count);
        memory.input.publish();
    }

    private void dispatch(long userData, int result, int flags) {
        long key = userData & ~ConnectionsByKey.FREE_BITS;
        int operation = (int) userData & ConnectionsByKey.FREE_BITS;
        boolean last = (flags & IoUring.IORING_CQE_F_MORE) == 0;
        int buffer = ProvidedBuffers.id(flags);
        if (key == ConnectionsByKey.WAKER) {
            signalled(operation, last);
        } else if (key == ConnectionsByKey.LISTENER) {
            acceptor.completed(result, last);
        } else {
            Connection connection = connections.get(key);
            // None, where this only tells that the last operation of one that has ended was cancelled.
            if (connection != null) {
                connection.completed(operation, result, last,
                        buffer >= 0 && result > 0 ? memory.input.get(buffer, result) : null);
            }
        }
        if (buffer >= 0) {
            memory.input.giveBack(buffer);
        }
    }

    /** Multishot, so once is enough: another thread, which may not submit anything itself, makes it readable. */
    private void pollWaker() {
        wakerPolled = true;
        memory.ring.submissions().poll(waker.descriptor(), Poll.POLLIN, true,
                ConnectionsByKey.WAKER | Operations.WATCH);
    }

    private void signalled(int operation, boolean last) {
        if (operation == Operations.WATCH) {
            wakerPolled = !last;
            if (waker.clear() && last) {
                pollWaker();
            }
        }
    }

    private void resumeWoken() {
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Connection connection = waker.poll();
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

    /** Serves an accepted socket: with a session of the protocol, or with this one, which refuses it. */
    void open(int descriptor, @Nullable Session refusal) {
        long key = connections.nextKey();
        Connection connection;
        try {
            connection = new Connection(this, descriptor, key, refusal);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            listener.release(descriptor, refusal == null, now);
            return;
        }
        connections.add(key, connection);
        connection.start();
    }

    /** Closes the descriptor of a connection that has ended, and of which nothing is under way, and forgets it. */
    void forget(int descriptor, long key, boolean counted) {
        connections.remove(key);
        listener.release(descriptor, counted, now);
    }

    /** Has the loop resume this connection soon. Any thread may call it, once until then. */
    void enqueue(Connection connection) {
        waker.enqueue(connection);
    }

    /** Has the loop stop accepting and end its connections. Any thread may call it, more than once. */
    @Override
    public void shutdown() {
        stopping = true;
        waker.signal();
    }

    private void drain() {
        draining = true;
        now = System.nanoTime();
        graceEnds = now + graceNanos;
        acceptor.close();
        connections.all().forEach(Connection::shutdown);
    }

    /** Ends every connection at once and gives back all that the loop holds. A second call does nothing. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        acceptor.close();
        if (wakerPolled) {
            memory.ring.submissions().cancel(ConnectionsByKey.WAKER | Operations.WATCH,
                    ConnectionsByKey.WAKER | Operations.CANCEL);
        }
        waker.close();
        connections.all().forEach(Connection::close);
        memory.close(awaitQuiet(TEARDOWN_NANOS));
    }

    /** Deals with what comes until nothing is under way any more, so that the kernel uses none of the memory. */
    private boolean awaitQuiet(long timeoutNanos) {
        long begun = System.nanoTime();
        while (!connections.isEmpty() || acceptor.accepting() || wakerPolled) {
            long left = timeoutNanos - (System.nanoTime() - begun);
            if (left <= 0) {
                return false;
            }
            memory.ring.submitAndWait(left);
            dispatch();
        }
        return true;
    }
}
