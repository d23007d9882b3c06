package dev.refservers.async.sigio;

import dev.refservers.linux.ConnectionsByDescriptor;
import dev.refservers.linux.Errno;
import dev.refservers.linux.ListeningSocket;
import dev.refservers.linux.NativeBuffer;
import dev.refservers.linux.SignalDriven;
import dev.refservers.linux.SignalQueue;
import dev.refservers.linux.Signals;
import dev.refservers.linux.Sockets;
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
 * Waits for signals, and serves the connections that they are about. Used by one thread; only {@link #enqueue},
 * {@link #shutdown} and {@link #address} by any.
 */
final class EventLoop implements LoopServer.Loop, ListeningSocket.Clients<Session> {

    /** Bytes of the buffers that all connections share: what one connection reads or writes at once, at most. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** Signals taken before those whom they are about have their turn. */
    private static final int SIGNALS_PER_TURN = 1024;

    /** Wakes and deadlines served before the sockets have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    final NativeBuffer readBuffer = new NativeBuffer(BUFFER_BYTES);
    final NativeBuffer writeBuffer = new NativeBuffer(BUFFER_BYTES);
    final Deadlines<Connection> deadlines = new Deadlines<>();
    final Protocol protocol;

    /** Those whom a signal was about, and those who can go on without one: each has one turn, however many signals. */
    final ArrayDeque<Connection> ready = new ArrayDeque<>();

    private final SignalQueue signals = new SignalQueue(SignalQueue.REAL_TIME, Signals.SIGIO, Signals.SIGURG);
    /**
     * By all that a signal tells. The number may be another's by then, so the signal is taken for a hint, and whoever it
     * reaches looks: a needless look finds nothing, and does no harm.
     */
    private final ConnectionsByDescriptor<Connection> connections = new ConnectionsByDescriptor<>();
    private final long graceNanos;
    private final Waker waker = new Waker();
    private final ListeningSocket listener;

    /** The kernel's number of the loop's thread, to which the signals are sent; 0 before the first turn. */
    private int thread;
    private long now = System.nanoTime();
    private boolean draining;
    private long graceEnds;
    private boolean clientsWait;
    private volatile boolean stopping;

    /** How often the queue of signals was full, so that everyone had to be asked. */
    long overflows;

    /** Listens; {@link #run} then serves. */
    EventLoop(Protocol protocol, Settings settings) throws IOException {
        this.protocol = protocol;
        this.graceNanos = settings.gracePeriod().toNanos();
        this.listener = ListeningSocket.open(settings.address(), settings.backlog(), settings.keepalive().seconds(),
                Sockets.SOCK_NONBLOCK, 1, settings.limits().maxConnections()).getFirst();
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

    /** One turn: waits for a signal, but not longer than this, and serves whom it is about. */
    void runOnce(long timeoutNanos) {
        if (thread == 0) {
            start();
        }
        takeSignals(nanosToWait(timeoutNanos));
        serveReady();
        resumeWoken();
        resumeDue();
        acceptClients();
        if (stopping && !draining) {
            drain();
        }
    }

    /** Takes one, or as many as there are if somebody can go on: each of his own would give him a turn before others. */
    private void takeSignals(long timeoutNanos) {
        int atMost = ready.isEmpty() ? 1 : SIGNALS_PER_TURN;
        int signal = Signals.wait(signals, timeoutNanos);
        tick();
        while (take(signal) && --atMost > 0) {
            signal = Signals.wait(signals, 0);
        }
    }

    /** Takes note of what a signal tells; false if there was none. */
    private boolean take(int signal) {
        switch (signal) {
            case SignalQueue.REAL_TIME -> dispatch(signals.descriptor());
            case Signals.SIGIO -> askEveryone();
            case Signals.SIGURG -> waker.clear();
            case -Errno.EAGAIN, -Errno.EINTR -> {
                // The time has passed, or the JVM has interrupted the wait for a purpose of its own.
                return false;
            }
            default -> throw new IllegalStateException(Errno.failure("sigtimedwait()", -signal));
        }
        return true;
    }

    /** The thread of the first turn gets the signals, and no other: it must hold them back before the first is sent. */
    private void start() {
        thread = Signals.gettid();
        try {
            Signals.block(signals);
            waker.waitsHere();
            watch(listener.descriptor());
        } catch (IOException impossible) {
            throw new IllegalStateException("Signals about an open descriptor can be had", impossible);
        }
        // Nobody tells of those who came before.
        clientsWait = true;
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
        if (clientsWait || !ready.isEmpty() || !waker.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        nanos = Math.min(nanos, listener.nanosUntilRetry(now));
        return draining ? Math.min(nanos, Math.max(0, graceEnds - now)) : nanos;
    }

    private void dispatch(int descriptor) {
        if (descriptor == listener.descriptor()) {
            clientsWait = true;
            return;
        }
        Connection connection = connections.get(descriptor);
        // None, where the signal is about a connection that has been closed since.
        if (connection != null) {
            connection.changed();
        }
    }

    /** The queue was full, so that signals were lost: whatever the others in it tell, is asked for now. */
    private void askEveryone() {
        overflows++;
        Signals.discard(signals);
        waker.clear();
        clientsWait = true;
        connections.all().forEach(Connection::changed);
    }

    /** Each once: who is ready again after that has his next turn when the others had theirs. */
    private void serveReady() {
        for (int left = ready.size(); left > 0; left--) {
            ready.remove().ready();
        }
    }

    /** A few at a time. There is one signal for each, but maybe not for those who stay behind. */
    private void acceptClients() {
        if (clientsWait) {
            clientsWait = listener.accept(this, now);
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
        clientsWait |= listener.retryIsDue(now);
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

    /** Has the kernel tell this thread of whatever happens to the descriptor from now on. */
    void watch(int descriptor) throws IOException {
        SignalDriven.enable(descriptor, thread, SignalQueue.REAL_TIME);
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
        clientsWait = false;
        listener.close();
        connections.all().forEach(Connection::shutdown);
    }

    /** Ends every connection at once and gives back all that the loop holds. */
    void close() {
        waker.close();
        listener.close();
        connections.all().forEach(Connection::close);
        if (thread != 0) {
            // Nothing sends any more: what is left would come when the thread ends, which then holds back nothing.
            Signals.discard(signals);
        }
        signals.close();
        readBuffer.close();
        writeBuffer.close();
    }
}
