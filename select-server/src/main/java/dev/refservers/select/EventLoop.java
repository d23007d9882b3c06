package dev.refservers.select;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Keepalive;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Waits for all its connections at once, and serves those that are ready, in turns. Used by one thread; only
 * {@link #enqueue}, {@link #give} and {@link #shutdown} by any.
 */
final class EventLoop implements LoopServer.Loop {

    /** Bytes of the buffers that all connections share: what one connection reads or writes at once, at most. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** Wakes and deadlines served before the sockets have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    /** A client that was accepted, maybe by another thread. */
    private record Arrival(SocketChannel channel, boolean counted) {}

    final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final Deadlines<Registered> deadlines = new Deadlines<>();
    final Protocol protocol;
    final Keepalive keepalive;

    private final ConcurrentLinkedQueue<Connection> woken = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final Selector selector;
    private final AtomicInteger served;
    private final int maxConnections;
    private final long graceNanos;

    private int open;

    private long now = System.nanoTime();
    private boolean draining;
    private long graceEnds;

    /** Whether the thread waits in the selector, or is about to: then whoever has something for it must wake it. */
    private volatile boolean waiting;
    private volatile boolean stopping;

    /** A loop of its own selector. All loops of a server count the clients that they serve in {@code served}. */
    EventLoop(Protocol protocol, Settings settings, AtomicInteger served) throws IOException {
        this.protocol = protocol;
        this.keepalive = settings.keepalive();
        this.maxConnections = settings.limits().maxConnections();
        this.graceNanos = settings.gracePeriod().toNanos();
        this.served = served;
        this.selector = Selector.open();
    }

    /** Serves until it is shut down, and then until every connection has ended or the grace period is over. */
    @Override
    public void run() {
        try {
            while (!ended()) {
                runOnce(Session.NEVER);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The selector failed; all its connections are closed", failure);
        } finally {
            close();
        }
    }

    /** One turn: waits until something is ready, but not longer than this, and serves it. */
    void runOnce(long timeoutNanos) throws IOException {
        select(timeoutNanos);
        tick();
        resumeWoken();
        resumeDue();
        openArrivals();
        if (stopping && !draining) {
            drain();
        }
    }

    /** Whether it has nothing left to do: it was shut down, and all connections have ended, or should have. */
    boolean ended() {
        return draining && (open == 0 || graceEnds - now <= 0);
    }

    /** The time that sessions are told. */
    long now() {
        return now;
    }

    /** Looks at the clock. */
    long tick() {
        now = System.nanoTime();
        return now;
    }

    private void select(long timeoutNanos) throws IOException {
        // First the word, then the look: what is enqueued after the look comes from a thread that reads the word.
        waiting = true;
        long nanos = nanosToWait(timeoutNanos);
        // Called back for each key: a set of selected keys would have to be filled and emptied.
        if (nanos <= 0) {
            selector.selectNow(dispatch);
        } else {
            // Rounded up: a turn that came too early for a deadline would be followed by others that do not wait.
            selector.select(dispatch, nanos == Session.NEVER ? 0 : Math.ceilDiv(nanos, 1_000_000L));
        }
        waiting = false;
    }

    private long nanosToWait(long atMostNanos) {
        if (!woken.isEmpty() || !arrivals.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        return draining ? Math.min(nanos, graceEnds - now) : nanos;
    }

    private void dispatch(SelectionKey key) {
        waiting = false;
        registered(key).ready();
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
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Registered due = deadlines.poll(now);
            if (due == null) {
                return;
            }
            due.resume();
        }
    }

    private void openArrivals() {
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            open(arrival);
        }
    }

    /** Takes one of the places for connections; false if none is left. */
    boolean admit() {
        if (served.get() >= maxConnections) {
            return false;
        }
        served.incrementAndGet();
        return true;
    }

    /** Serves an accepted client soon; any thread may call it. A client that is not counted is only told so. */
    void give(SocketChannel channel, boolean counted) {
        arrivals.add(new Arrival(channel, counted));
        wakeup();
    }

    private void open(Arrival arrival) {
        open++;
        try {
            new Connection(this, arrival.channel, arrival.counted).resume();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "A client left before it was served", gone);
            discard(arrival);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            discard(arrival);
        }
    }

    private void discard(Arrival arrival) {
        Quietly.close(arrival.channel);
        forget(arrival.counted);
    }

    /** Forgets a connection that is closed. */
    void forget(boolean counted) {
        open--;
        if (counted) {
            served.decrementAndGet();
        }
    }

    /** Has the selector report what becomes ready for one of {@code interest}. */
    SelectionKey register(SelectableChannel channel, int interest, Registered registered) throws IOException {
        return channel.register(selector, interest, registered);
    }

    /** Has the loop resume this connection soon. Any thread may call it, once until then. */
    void enqueue(Connection connection) {
        woken.add(connection);
        wakeup();
    }

    private void wakeup() {
        // Never the loop's own thread: that is not waiting while it calls this.
        if (waiting) {
            selector.wakeup();
        }
    }

    /** Has the loop stop accepting and end its connections. Any thread may call it, more than once. */
    @Override
    public void shutdown() {
        stopping = true;
        selector.wakeup();
    }

    private void drain() {
        draining = true;
        graceEnds = tick() + graceNanos;
        selector.keys().forEach(key -> registered(key).shutdown());
    }

    /** Ends everything at once and gives back all that the loop holds. */
    void close() {
        openArrivals();
        selector.keys().forEach(key -> registered(key).close());
        Quietly.close(selector);
    }

    private static Registered registered(SelectionKey key) {
        return (Registered) key.attachment();
    }
}
