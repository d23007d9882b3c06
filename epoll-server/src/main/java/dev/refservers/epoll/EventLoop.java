package dev.refservers.epoll;

import dev.refservers.linux.ConnectionsByKey;
import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Epoll;
import dev.refservers.linux.EpollEvents;
import dev.refservers.linux.Errno;
import dev.refservers.linux.ListeningSocket;
import dev.refservers.linux.NativeBuffer;
import dev.refservers.linux.Sockets;
import dev.refservers.linux.Waker;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all connections at once, and serves those that are ready, in turns. Used by one thread; only
 * {@link #enqueue}, {@link #shutdown} and {@link #address} by any.
 */
final class EventLoop implements LoopServer.Loop, ListeningSocket.Clients<Session> {

    /** Bytes of the buffers that all connections share: what one connection reads or writes at once, at most. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** Events that one epoll_wait tells, at most; the kernel goes round, so the others are told next time. */
    private static final int EVENTS_PER_TURN = 1024;

    /** Wakes and deadlines served before the sockets have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    final NativeBuffer readBuffer;
    final NativeBuffer writeBuffer;
    final Deadlines<Connection> deadlines = new Deadlines<>();
    final Protocol protocol;

    /** Edge-triggered ones that can go on: they do in the next turn, as nobody tells it again. Else it is empty. */
    final ArrayDeque<EdgeConnection> stillReady = new ArrayDeque<>();

    private final EpollEvents events;
    private final ConnectionsByKey<Connection> connections = new ConnectionsByKey<>();
    private final Connection.Kind kind;
    private final long graceNanos;
    private final int epoll;
    private final Waker<Connection> waker;
    private final ListeningSocket listener;
    private long now = System.nanoTime();
    private boolean draining;
    private long graceEnds;
    private volatile boolean stopping;

    /** Accepts from {@code listener}, which it closes in the end; {@link #run} then serves. */
    EventLoop(Protocol protocol, Settings settings, ListeningSocket listener, Connection.Kind kind)
            throws IOException {
        this.protocol = protocol;
        this.kind = kind;
        this.graceNanos = settings.gracePeriod().toNanos();
        this.listener = listener;
        int created = -1;
        try {
            created = Epoll.create();
            this.epoll = created;
            this.waker = new Waker<>();
            watch(Epoll.EPOLL_CTL_ADD, waker.descriptor(), Epoll.EPOLLIN, ConnectionsByKey.WAKER);
            watch(Epoll.EPOLL_CTL_ADD, listener.descriptor(), Epoll.EPOLLIN, ConnectionsByKey.LISTENER);
        } catch (IOException failure) {
            Descriptors.close(created);
            listener.close();
            throw failure;
        }
        this.events = new EpollEvents(EVENTS_PER_TURN);
        this.readBuffer = new NativeBuffer(BUFFER_BYTES);
        this.writeBuffer = new NativeBuffer(BUFFER_BYTES);
    }

    /** Listens and serves, by as many loops as the settings say; {@code name} is for the threads. */
    static Server start(String name, Protocol protocol, Settings settings, Connection.Kind kind) throws IOException {
        List<ListeningSocket> listeners = ListeningSocket.open(settings.address(), settings.backlog(),
                settings.keepalive().seconds(), Sockets.SOCK_NONBLOCK, settings.loops(),
                settings.limits().maxConnections());
        List<EventLoop> loops = new ArrayList<>();
        try {
            for (ListeningSocket listener : listeners) {
                loops.add(new EventLoop(protocol, settings, listener, kind));
            }
        } catch (IOException failure) {
            loops.forEach(EventLoop::close);
            listeners.forEach(ListeningSocket::close);
            throw failure;
        }
        return LoopServer.start(name, loops.getFirst().address(), loops);
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
        int left = stillReady.size();
        int ready = Epoll.wait(epoll, events, toMillis(nanosToWait(timeoutNanos)));
        if (ready < 0 && ready != -Errno.EINTR) {
            throw new IllegalStateException(Errno.failure("epoll_wait(" + epoll + ")", -ready));
        }
        tick();
        for (int i = 0; i < ready; i++) {
            dispatch(events.key(i), events.events(i));
        }
        // Each once: what is left even then has its next turn when the others had theirs.
        for (int i = 0; i < left; i++) {
            stillReady.remove().goOn();
        }
        resumeWoken();
        resumeDue();
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
        if (!stillReady.isEmpty() || !waker.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        nanos = Math.min(nanos, listener.nanosUntilRetry(now));
        return draining ? Math.min(nanos, Math.max(0, graceEnds - now)) : nanos;
    }

    /** Rounded up: a turn that comes too early for a deadline would be followed by one that does not wait at all. */
    private static int toMillis(long nanos) {
        return nanos == Session.NEVER ? -1 : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, 1_000_000L));
    }

    private void dispatch(long key, int happened) {
        if (key == ConnectionsByKey.WAKER) {
            waker.clear();
        } else if (key == ConnectionsByKey.LISTENER) {
            acceptClients();
        } else {
            Connection connection = connections.get(key);
            // None, where an earlier event of this very turn has ended it.
            if (connection != null) {
                connection.ready(happened);
            }
        }
    }

    /** A few at a time: level-triggered, so the others are told again. */
    private void acceptClients() {
        listener.accept(this, now);
        if (listener.paused()) {
            watchListener(0);
        }
    }

    private void watchListener(int interest) {
        try {
            watch(Epoll.EPOLL_CTL_MOD, listener.descriptor(), interest, ConnectionsByKey.LISTENER);
        } catch (IOException impossible) {
            throw new IllegalStateException("An open descriptor that is watched can be modified", impossible);
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
            watchListener(Epoll.EPOLLIN);
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
    public Session refuse() {
        return protocol.refuse(now);
    }

    @Override
    public void discard(Session refusal) {
        refusal.close();
    }

    @Override
    public void open(int descriptor, @Nullable Session refusal) {
        long key = connections.nextKey();
        Connection connection;
        try {
            connection = kind.open(this, descriptor, key, refusal);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            listener.release(descriptor, refusal == null, now);
            return;
        }
        connections.add(key, connection);
        connection.start();
    }

    /** Closes the descriptor of a connection that has ended, and forgets it. */
    void forget(int descriptor, long key, boolean counted) {
        connections.remove(key);
        listener.release(descriptor, counted, now);
    }

    /** epoll_ctl(2): has the kernel watch the descriptor for these events from now on. */
    void watch(int operation, int descriptor, int interest, long key) throws IOException {
        int result = Epoll.ctl(epoll, operation, descriptor, interest, key);
        if (result < 0) {
            throw Errno.failure("epoll_ctl(" + descriptor + ", " + interest + ")", -result);
        }
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
        listener.close();
        connections.all().forEach(Connection::shutdown);
    }

    /** Ends every connection at once and gives back all that the loop holds. Called once, last. */
    void close() {
        listener.close();
        connections.all().forEach(Connection::close);
        waker.close();
        Descriptors.close(epoll);
        events.close();
        readBuffer.close();
        writeBuffer.close();
    }
}
