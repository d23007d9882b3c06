package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Waits for all its connections at once, and serves those that are ready, in turns. Used by one thread; only
 * {@link #enqueue} and {@link #shutdown} by any.
 *
 * <p>
 * The same loop runs in every process of a server: in a worker it waits for a client and for the parent, in the parent
 * for the links of all workers. A worker loads no class of it that it could do without, hence no lambdas.
 */
final class EventLoop {

    /** Bytes of the buffers that all connections share: what one connection reads or writes at once, at most. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** Wakes and deadlines served before the sockets have their turn again. */
    private static final int RESUMES_PER_TURN = 1024;

    final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final Deadlines<Registered> deadlines = new Deadlines<>();

    private final ConcurrentLinkedQueue<Registered> woken = new ConcurrentLinkedQueue<>();
    private final Selector selector;
    private final Runnable beforeOutput;
    private final long graceNanos;

    private int open;

    /** When the sockets of this turn had been served. */
    private long now = System.nanoTime();
    private boolean endsAfterLast;
    private boolean draining;
    private long graceEnds;

    /** Whether the thread waits in the selector, or is about to: then whoever has something for it must wake it. */
    private volatile boolean waiting;
    private volatile boolean stopping;

    /**
     * A loop that serves nothing yet.
     *
     * @param beforeOutput run before bytes leave for a peer: what it is told has been counted
     */
    EventLoop(Duration gracePeriod, Runnable beforeOutput) throws IOException {
        this.graceNanos = gracePeriod.toNanos();
        this.beforeOutput = beforeOutput;
        this.selector = Selector.open();
    }

    /** Serves until it is shut down, and then until every connection has ended or the grace period is over. */
    void run() {
        try {
            while (!ended()) {
                runOnce(Session.NEVER);
            }
        } catch (IOException failure) {
            throw failed(new UncheckedIOException("The selector failed", failure));
        } catch (RuntimeException bug) {
            throw failed(bug);
        } catch (Error fault) {
            throw failed(fault);
        } finally {
            close();
        }
    }

    /** Says so now: in a worker, the channel that it has inherited takes standard error with it when it is closed. */
    private static <T extends Throwable> T failed(T fault) {
        Log.log(Level.ERROR, "The loop failed; all its connections are closed", fault);
        return fault;
    }

    /** One turn: waits until something is ready, but not longer than this, and serves it. */
    void runOnce(long timeoutNanos) throws IOException {
        select(timeoutNanos);
        now = System.nanoTime();
        resumeWoken();
        resumeDue();
        if (stopping && !draining) {
            drain();
        }
    }

    /** Has {@link #run} return when the last connection has ended. */
    void endAfterLast() {
        endsAfterLast = true;
    }

    /** Whether it has nothing left to do: it was shut down, and all connections have ended, or should have. */
    boolean ended() {
        return open == 0 ? draining || endsAfterLast : draining && graceEnds - now <= 0;
    }

    private void select(long timeoutNanos) throws IOException {
        // First the word, then the look: what is enqueued after the look comes from a thread that reads the word.
        waiting = true;
        long nanos = nanosToWait(timeoutNanos);
        if (nanos <= 0) {
            selector.selectNow();
        } else if (nanos == Session.NEVER) {
            selector.select();
        } else {
            // Rounded up: a turn that came too early for a deadline would be followed by others that do not wait.
            selector.select(Math.ceilDiv(nanos, 1_000_000L));
        }
        waiting = false;
        Set<SelectionKey> ready = selector.selectedKeys();
        for (SelectionKey key : ready) {
            if (key.isValid()) {
                registered(key).ready();
            }
        }
        ready.clear();
    }

    private long nanosToWait(long atMostNanos) {
        if (!woken.isEmpty() || (stopping && !draining)) {
            return 0;
        }
        long nanos = Math.min(atMostNanos, deadlines.nanosUntilNext(now));
        return draining ? Math.min(nanos, graceEnds - now) : nanos;
    }

    private void resumeWoken() {
        for (int i = 0; i < RESUMES_PER_TURN; i++) {
            Registered next = woken.poll();
            if (next == null) {
                return;
            }
            next.resume();
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

    /** Serves a channel that has just been connected. A client that is not admitted is only told so. */
    void open(SocketChannel channel, Protocol protocol, boolean admitted) {
        open++;
        try {
            connect(channel, protocol, admitted).resume();
        } catch (IOException gone) {
            discard(channel);
        } catch (RuntimeException | Error bug) {
            Log.log(Level.ERROR, "A session could not be opened; its connection is closed", bug);
            discard(channel);
        }
    }

    private Connection connect(SocketChannel channel, Protocol protocol, boolean admitted) throws IOException {
        try {
            return new Connection(this, channel, protocol, admitted);
        } catch (UncheckedIOException noQueues) {
            Log.log(Level.WARNING, "A client is refused: " + noQueues.getMessage());
            return new Connection(this, channel, protocol, false);
        }
    }

    private void discard(SocketChannel channel) {
        Quietly.close(channel);
        forget();
    }

    /** Forgets a connection that is closed. */
    void forget() {
        open--;
    }

    /** To be called before bytes are written, or a connection is closed. */
    void beforeOutput() {
        beforeOutput.run();
    }

    /** Has the selector report what becomes ready for one of {@code interest}. The channel becomes non-blocking. */
    SelectionKey register(SelectableChannel channel, int interest, Registered registered) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest, registered);
    }

    /** Has the loop resume this soon. Any thread may call it. */
    void enqueue(Registered registered) {
        woken.add(registered);
        // Never the loop's own thread: that is not waiting while it calls this.
        if (waiting) {
            selector.wakeup();
        }
    }

    /** Has the loop stop accepting and end its connections. Any thread may call it, more than once. */
    void shutdown() {
        stopping = true;
        selector.wakeup();
    }

    private void drain() {
        draining = true;
        now = System.nanoTime();
        graceEnds = now + graceNanos;
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            registered(key).shutdown();
        }
    }

    /** Ends everything at once and gives back all that the loop holds. */
    void close() {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            registered(key).close();
        }
        Quietly.close(selector);
    }

    private static Registered registered(SelectionKey key) {
        return (Registered) key.attachment();
    }
}
