package dev.refservers.select.posix;

import dev.refservers.linux.ConnectionsByDescriptor;
import dev.refservers.linux.ListeningSocket;
import dev.refservers.linux.NativeBuffer;
import dev.refservers.linux.Sockets;
import dev.refservers.linux.Waker;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all connections at once, and serves those that are ready, in turns. Used by one thread; only
 * {@link #enqueue}, {@link #shutdown} and {@link #address} by any.
 */
final class EventLoop implements LoopServer.Loop, ListeningSocket.Clients<Session> {

    /** Bytes of the buffers that all connections share: what one connection reads or writes at once, at most. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** Wakes and deadlines served before the sockets have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    final NativeBuffer readBuffer;
    final NativeBuffer writeBuffer;
    final Deadlines<Connection> deadlines = new Deadlines<>();
    final Protocol protocol;

    private final Multiplexer.Ready dispatch = this::dispatch;

    private final ConnectionsByDescriptor<Connection> connections = new ConnectionsByDescriptor<>();
    private final long graceNanos;
    private final Multiplexer multiplexer;
    private final Waker<Connection> waker;
    private final ListeningSocket listener;
    private long now = System.nanoTime();
    private boolean draining;
    private long graceEnds;
    private boolean clientsWait;
    private volatile boolean stopping;

    /** Listens; {@link #run} then serves. */
    EventLoop(Protocol protocol, Settings settings, Supplier<Multiplexer> multiplexers) throws IOException {
        this.protocol = protocol;
        this.graceNanos = settings.gracePeriod().toNanos();
        this.listener = ListeningSocket.open(settings.address(), settings.backlog(), settings.keepalive().seconds(),
                Sockets.SOCK_NONBLOCK, 1, settings.limits().maxConnections()).getFirst();
        this.multiplexer = multiplexers.get();
        try {
            this.waker = new Waker<>();
            begin(listener.descriptor());
            begin(waker.descriptor());
        } catch (IOException failure) {
            listener.close();
            multiplexer.close();
            throw failure;
        }
        this.readBuffer = new NativeBuffer(BUFFER_BYTES);
        this.writeBuffer = new NativeBuffer(BUFFER_BYTES);
    }

    private void begin(int descriptor) throws IOException {
        if (!canWatch(descriptor)) {
            throw new IOException("descriptor " + descriptor + " cannot be watched; this process has too many open");
        }
        watch(descriptor, Multiplexer.READABLE);
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

    /** One turn: waits until something is ready, but not longer than this, and serves it. */
    void runOnce(long timeoutNanos) {
        waker.waitsHere();
        multiplexer.await(nanosToWait(timeoutNanos));
        tick();
        multiplexer.forEachReady(dispatch);
        resumeWoken();
        resumeDue();
        acceptClients();
        if (stopping && !draining) {
            drain();
        }
    }

    /** Whether it has nothing left to do: it was shut down, and all connections have ended, or should have. */
    boolean ended() {
        return draining && (connections.isEmpty() || graceEnds - now <= 0);
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

    private long nanosToWait(long atMostNanos) {
        if (!waker.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        nanos = Math.min(nanos, listener.nanosUntilRetry(now));
        return draining ? Math.min(nanos, Math.max(0, graceEnds - now)) : nanos;
    }

    private void dispatch(int descriptor, int happened) {
        if (descriptor == listener.descriptor()) {
            clientsWait = true;
        } else if (descriptor == waker.descriptor()) {
            waker.clear();
        } else {
            Connection connection = connections.get(descriptor);
            // None, where an earlier event of this very turn has ended it.
            if (connection != null) {
                connection.ready(happened);
            }
        }
    }

    /** Last in a turn: a descriptor that an event is about must not have become another's before the event is looked at. */
    private void acceptClients() {
        if (clientsWait) {
            clientsWait = false;
            listener.accept(this, now);
            if (listener.paused()) {
                watch(listener.descriptor(), 0);
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
        if (listener.retryIsDue(now)) {
            watch(listener.descriptor(), Multiplexer.READABLE);
        }
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Connection connection = deadlines.poll(now);
            if (connection == null) {
                return;
            }
            connection.resume();
        }
    }

    @Override
    public boolean canWatch(int descriptor) {
        return descriptor < multiplexer.end();
    }

    @Override
    public Session refuse() {
        return protocol.refuse(now);
    }

    @Override
    public void discard(Session refusal) {
        refusal.close();
    }

    @Override
    public void open(int descriptor, @Nullable Session refusal) {
        Connection connection;
        try {
            connection = new Connection(this, descriptor, refusal);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            listener.release(descriptor, refusal == null, now);
            return;
        }
        connections.add(descriptor, connection);
        connection.start();
    }

    /** Closes the descriptor of a connection that has ended, and forgets it. */
    void forget(int descriptor, boolean counted) {
        connections.remove(descriptor);
        listener.release(descriptor, counted, now);
    }

    /** Has {@link #runOnce} look for this from now on; 0 for nothing. */
    void watch(int descriptor, int interest) {
        multiplexer.watch(descriptor, interest);
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
        graceEnds = tick() + graceNanos;
        // Unlike epoll, these calls take it for an error to be asked about what is closed.
        watch(listener.descriptor(), 0);
        listener.close();
        connections.all().forEach(Connection::shutdown);
    }

    /** Ends every connection at once and gives back all that the loop holds. Called once, last. */
    void close() {
        listener.close();
        connections.all().forEach(Connection::close);
        waker.close();
        multiplexer.close();
        readBuffer.close();
        writeBuffer.close();
    }
}
