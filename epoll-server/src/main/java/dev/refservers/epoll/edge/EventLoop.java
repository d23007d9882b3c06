package dev.refservers.epoll.edge;

import dev.refservers.epoll.Acceptor;
import dev.refservers.epoll.Connections;
import dev.refservers.epoll.Loop;
import dev.refservers.epoll.Places;
import dev.refservers.epoll.Waker;
import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Epoll;
import dev.refservers.linux.EpollEvents;
import dev.refservers.linux.Errno;
import dev.refservers.linux.NativeBuffer;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what becomes ready, and serves it and what still is, in turns. Used by one thread; only {@link #enqueue}
 * and {@link #shutdown} by any.
 */
final class EventLoop implements Loop {

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

    /** Those that can go on reading or writing: they do in the next turn, as nobody tells it again. */
    final ArrayDeque<Connection> stillReady = new ArrayDeque<>();

    private final EpollEvents events;
    private final Connections<Connection> connections = new Connections<>();
    private final Places places;
    private final long graceNanos;
    private final int epoll;
    private final Waker<Connection> waker;
    private final Acceptor acceptor;
    private long now = System.nanoTime();
    private boolean draining;
    private long graceEnds;
    private volatile boolean stopping;

    /** Accepts from {@code listener}, which it closes in the end; {@link #run} then serves. */
    EventLoop(Protocol protocol, Settings settings, int listener, Places places) throws IOException {
        this.protocol = protocol;
        this.places = places;
        this.graceNanos = settings.gracePeriod().toNanos();
        this.acceptor = new Acceptor(this, listener, places);
        int created = -1;
        try {
            created = Epoll.create();
            this.epoll = created;
            this.waker = new Waker<>();
            watch(Epoll.EPOLL_CTL_ADD, waker.descriptor(), Epoll.EPOLLIN, Connections.WAKER);
            watch(Epoll.EPOLL_CTL_ADD, listener, Epoll.EPOLLIN, Connections.ACCEPTOR);
        } catch (IOException failure) {
            Descriptors.close(created);
            acceptor.close();
            throw failure;
        }
        this.events = new EpollEvents(EVENTS_PER_TURN);
        this.readBuffer = new NativeBuffer(BUFFER_BYTES);
        this.writeBuffer = new NativeBuffer(BUFFER_BYTES);
    }

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

    @Override
    public void runOnce(long timeoutNanos) {
        waker.waitsHere();
        int left = stillReady.size();
        int ready = Epoll.wait(epoll, events, timeoutMillis(timeoutNanos));
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

    @Override
    public boolean ended() {
        return draining && (connections.isEmpty() || graceEnds - now <= 0);
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    /** Looks at the clock. */
    long tick() {
        now = System.nanoTime();
        return now;
    }

    private int timeoutMillis(long atMostNanos) {
        if (!stillReady.isEmpty() || !waker.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(Math.min(atMostNanos, deadlines.nanosUntilNext(now)), acceptor.nanosUntilRetry());
        if (draining) {
            nanos = Math.min(nanos, Math.max(0, graceEnds - now));
        }
        // Rounded up: a turn that comes too early for a deadline would be followed by one that does not wait at all.
        return nanos == Session.NEVER ? -1 : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, 1_000_000L));
    }

    private void dispatch(long key, int happened) {
        if (key == Connections.WAKER) {
            waker.clear();
        } else if (key == Connections.ACCEPTOR) {
            acceptor.ready();
        } else {
            Connection connection = connections.get(key);
            // None, where an earlier event of this very turn has ended it.
            if (connection != null) {
                connection.ready(happened);
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

    @Override
    public void open(int descriptor, @Nullable Session refusal) {
        Connection connection;
        try {
            connection = new Connection(this, descriptor, connections.nextKey(), refusal);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            places.close(descriptor);
            if (refusal == null) {
                places.giveBack();
            }
            return;
        }
        connections.add(connection.key(), connection);
        connection.start();
    }

    /** Forgets a connection that is closed, and closes its descriptor. */
    void forget(Connection connection, int descriptor) {
        places.close(descriptor);
        connections.remove(connection.key());
        if (connection.counted()) {
            places.giveBack();
        }
        acceptor.descriptorFreed();
    }

    @Override
    public void watch(int operation, int descriptor, int interest, long key) throws IOException {
        int result = Epoll.ctl(epoll, operation, descriptor, interest, key);
        if (result < 0) {
            throw Errno.failure("epoll_ctl(" + descriptor + ", " + interest + ")", -result);
        }
    }

    /** Has the loop resume this connection soon. Any thread may call it, once until then. */
    void enqueue(Connection connection) {
        waker.enqueue(connection);
    }

    @Override
    public void shutdown() {
        stopping = true;
        waker.signal();
    }

    private void drain() {
        draining = true;
        graceEnds = now + graceNanos;
        acceptor.close();
        connections.all().forEach(Connection::shutdown);
    }

    @Override
    public void close() {
        acceptor.close();
        connections.all().forEach(Connection::close);
        waker.close();
        Descriptors.close(epoll);
        events.close();
        readBuffer.close();
        writeBuffer.close();
    }
}
