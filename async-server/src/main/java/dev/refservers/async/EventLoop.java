package dev.refservers.async;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Keepalive;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a group of channels: gets every completion, and so owns every connection. Used by that thread; only
 * {@link #enqueue}, {@link #post} and {@link #close} by any.
 *
 * <p>
 * The thread's loop is inside the JDK. What it calls is a <i>turn</i>: a completion, and then what that has woken.
 */
final class EventLoop {

    /** Wakes and deadlines served before other completions have their turn. */
    private static final int RESUMES_PER_TURN = 1024;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    final Buffers buffers = new Buffers();
    final Deadlines<Connection> deadlines = new Deadlines<>();
    final Protocol protocol;
    final Keepalive keepalive;

    private final Set<Connection> connections = new HashSet<>();
    private final int maxConnections;
    private final long graceNanos;
    private final AsynchronousChannelGroup group;
    private final Executor thread;
    private final Waker waker = new Waker(this::post);
    private final Alarm alarm = new Alarm(() -> post(this::alarmed));
    private final Acceptor acceptor;

    /** Those that are told when this round is over: the next time that the group's thread has gone through its events. */
    private final Set<Connection> inRound = new HashSet<>();

    private int served;
    private long now = System.nanoTime();
    private boolean inTurn;
    private boolean draining;
    private long graceEnds;

    /** Listens; {@link #start} then serves. */
    EventLoop(Protocol protocol, Settings settings) throws IOException {
        this.protocol = protocol;
        this.keepalive = settings.keepalive();
        this.maxConnections = settings.limits().maxConnections();
        this.graceNanos = settings.gracePeriod().toNanos();
        this.group = AsynchronousChannelGroup.withFixedThreadPool(1, this::newThread);
        try {
            if (!(group instanceof Executor executor)) {
                throw new IOException("This Java's AsynchronousChannelGroup is no Executor: use an OpenJDK");
            }
            this.thread = executor;
            this.acceptor = new Acceptor(this, group, settings);
        } catch (IOException failure) {
            alarm.close();
            group.shutdownNow();
            throw failure;
        }
    }

    private Thread newThread(Runnable task) {
        Thread owner = Thread.ofPlatform().name("async-0").unstarted(task);
        waker.ownedBy(owner);
        return owner;
    }

    /** Begins to serve. */
    void start() {
        post(acceptor::accept);
    }

    /** Where it listens. */
    InetSocketAddress address() throws IOException {
        return acceptor.address();
    }

    /** A connection's operation is completed. */
    void complete(Connection connection) {
        // In a turn, it was completed by the very call that asked for it: that goes on with it when the call returns.
        if (!inTurn) {
            inTurn = true;
            try {
                connection.drive();
            } finally {
                endTurn();
            }
        }
    }

    /** Does this, and then what follows from it. */
    void turn(Runnable task) {
        inTurn = true;
        try {
            task.run();
        } finally {
            endTurn();
        }
    }

    private void endTurn() {
        resumeWoken();
        resumeDue();
        inTurn = false;
        if (draining && connections.isEmpty()) {
            // The thread ends when it has done what is posted already.
            group.shutdown();
            alarm.close();
        } else {
            alarm.set(now, nanosToWait());
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
        waker.ring();
    }

    private void resumeDue() {
        acceptor.retryIfDue(now);
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Connection connection = deadlines.poll(now);
            if (connection == null) {
                break;
            }
            connection.resume();
        }
        if (draining && graceEnds - now <= 0) {
            List.copyOf(connections).forEach(Connection::close);
        }
    }

    private long nanosToWait() {
        long nanos = Math.min(deadlines.nanosUntilNext(now), acceptor.nanosUntilRetry(now));
        return draining ? Math.min(nanos, graceEnds - now) : nanos;
    }

    private void alarmed() {
        alarm.rang();
        tick();
    }

    /** The time, on {@link System#nanoTime()}'s scale. */
    long tick() {
        now = System.nanoTime();
        return now;
    }

    /** Takes one of the places for connections; false if none is left. */
    boolean admit() {
        if (served >= maxConnections) {
            return false;
        }
        served++;
        return true;
    }

    /** Serves an accepted client. One that is not counted is only told so. */
    void open(AsynchronousSocketChannel client, boolean counted) {
        try {
            Connection connection = new Connection(this, client, counted);
            connections.add(connection);
            connection.resume();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "A client left before it was served", gone);
            discard(client, counted);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            discard(client, counted);
        }
    }

    private void discard(AsynchronousSocketChannel client, boolean counted) {
        served -= counted ? 1 : 0;
        Quietly.close(client);
    }

    /** Forgets a connection that is closed and of which nothing is under way. */
    void forget(Connection connection) {
        if (connections.remove(connection)) {
            served -= connection.counted() ? 1 : 0;
        }
    }

    /** Has the loop resume this connection soon. Any thread may call it, once until then. */
    void enqueue(Connection connection) {
        waker.add(connection);
    }

    /** Has the loop's thread do this in a turn of its own. Any thread may call it; when the loop has ended, nothing happens. */
    void post(Runnable task) {
        try {
            thread.execute(() -> turn(task));
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "Too late for what was asked of this loop", ended);
        }
    }

    /** Tells this connection when all that has come until now, for anybody, has been dealt with. */
    void tellWhenRoundEnds(Connection connection) {
        if (inRound.isEmpty()) {
            post(this::endRound);
        }
        inRound.add(connection);
    }

    private void endRound() {
        List<Connection> ended = List.copyOf(inRound);
        inRound.clear();
        ended.forEach(Connection::roundEnded);
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        graceEnds = tick() + graceNanos;
        acceptor.close();
        List.copyOf(connections).forEach(Connection::shutdown);
    }

    /** Ends what it serves, and returns when its threads have ended. Any thread may call it, more than once. */
    void close() {
        post(this::drain);
        Uninterrupted.await(() -> group.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
        Uninterrupted.await(alarm::awaitEnd);
    }
}
