package dev.refservers.blocking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The client that is being served: its socket and its session. Used by the server's thread; {@link #wake},
 * {@link #shutdown} and {@link #abort} are safe from any and never block.
 */
final class Connection implements Runnable {

    /** How long a read, or a write, lasts at most while somebody else may wake the session: nobody can interrupt it. */
    private static final long WAKE_NANOS = 10_000_000;

    /** How long a write pauses that must not be blocked, when the client takes nothing. */
    private static final long WRITE_PAUSE_NANOS = 1_000_000;

    /** Of one write, at most: a client that takes so much within the idle time-out is not idle. */
    private static final int WRITE_BYTES = 64 << 10;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final SocketChannel channel;
    private final InputStream in;
    private final ByteBuffer input;
    private final Thread thread = Thread.currentThread();
    private final Session session;
    private boolean toldToEnd;
    private boolean outputShutDown;
    private volatile boolean reading;
    private volatile boolean woken;
    private volatile boolean stopping;

    /**
     * Opens the session of an accepted channel; {@link #run} serves it. By the thread that will.
     *
     * @param input what is read goes into it
     * @throws IOException when the connection is gone already
     */
    Connection(SocketChannel channel, Protocol protocol, byte[] input, Settings settings) throws IOException {
        this.channel = channel;
        this.input = ByteBuffer.wrap(input);
        // Replies are written whole: to hold one back, in case that more bytes follow, only delays it.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        settings.keepalive().accepted(channel);
        in = channel.socket().getInputStream();
        session = protocol.open(this::wake, System.nanoTime());
    }

    /** Serves the client until it is gone. */
    @Override
    public void run() {
        try {
            int count = 0;
            while (takeTurn(count)) {
                count = read();
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "connection lost: {0}", gone.getMessage());
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "connection closed because of a bug", bug);
        } finally {
            close();
        }
    }

    /** Tells the session what was read, and does what it wants. False once it is finished. */
    private boolean takeTurn(int count) throws IOException {
        woken = false;
        long now = System.nanoTime();
        if (count > 0) {
            session.receive(input.clear().limit(count), now);
        }
        if (count < 0) {
            session.endOfInput(now);
        }
        proceed(now);
        // Behind all that is owed: before, the session may not have wanted what has come.
        if (stopping && !toldToEnd && !hasInput()) {
            toldToEnd = true;
            session.shutdown(System.nanoTime());
            proceed(System.nanoTime());
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            channel.shutdownOutput();
        }
        return !session.finished();
    }

    /** Lets the session go on, and writes what it owes, until it waits. */
    private void proceed(long now) throws IOException {
        session.resume(now);
        while (session.wantsOutput()) {
            write(session.output());
            woken = false;
            session.resume(System.nanoTime());
        }
    }

    /** Waits for what the client sends: how much, -1 for its end, or 0 if there is another reason to take a turn. */
    private int read() throws IOException {
        long nanosToWait = nanosToWait();
        if (nanosToWait <= 0) {
            return 0;
        }
        if (!session.wantsInput()) {
            LockSupport.parkNanos(this, nanosToWait);
            if (!channel.isOpen()) {
                throw new AsynchronousCloseException();
            }
            return 0;
        }
        // Whole milliseconds, rounded up, since a deadline must not be early; 0 means no time-out.
        channel.socket().setSoTimeout(nanosToWait == Session.NEVER
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, (nanosToWait - 1) / 1_000_000 + 1));
        // First the word, then the look: shutdown() does it the other way round.
        reading = true;
        try {
            return stopping && !toldToEnd && !hasInput() ? 0 : in.read(input.array());
        } catch (SocketTimeoutException timeOut) {
            return 0;
        } finally {
            reading = false;
        }
    }

    /** Whether the client has sent something that the session would take. */
    private boolean hasInput() throws IOException {
        return session.wantsInput() && in.available() > 0;
    }

    /** How long a turn may be put off: {@link Session#NEVER} if only the client can give a reason for one. */
    private long nanosToWait() {
        if (woken) {
            return 0;
        }
        long deadline = session.deadline();
        long nanos = deadline == Session.NEVER ? Session.NEVER : deadline - System.nanoTime();
        return session.awaitsWake() ? Math.min(nanos, WAKE_NANOS) : nanos;
    }

    /** Writes the first bytes owed; waits for a client that reads slowly, until there is another reason for a turn. */
    private void write(ByteBuffer owed) throws IOException {
        int limit = owed.limit();
        owed.limit(Math.min(limit, owed.position() + WRITE_BYTES));
        long nanosToWait = nanosToWait();
        if (nanosToWait == Session.NEVER) {
            channel.write(owed);
        } else {
            writeInTime(owed, nanosToWait);
        }
        owed.limit(limit);
    }

    /** A blocked write has no time-out in Java, and there is no other thread that could end it. */
    private void writeInTime(ByteBuffer owed, long nanosToWait) throws IOException {
        channel.configureBlocking(false);
        try {
            long end = System.nanoTime() + nanosToWait;
            while (channel.write(owed) == 0 && !woken && end - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, WRITE_PAUSE_NANOS);
            }
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Asks for a turn. Does nothing that takes time: may be called from within other code's locks. */
    private void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** Lets the session end as soon as what has come is answered, and all that it owes is written. */
    void shutdown() {
        stopping = true;
        try {
            // Only then: the thread waits because there is nothing to read, so nothing is lost.
            if (reading) {
                channel.shutdownInput();
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a client left while the server closed: {0}", gone.getMessage());
        }
        LockSupport.unpark(thread);
    }

    /** Ends the connection whatever it is doing. */
    void abort() {
        // Also ends a write that the thread is blocked in.
        Quietly.close(channel);
        LockSupport.unpark(thread);
    }

    private void close() {
        Quietly.close(channel);
        try {
            session.close();
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a session's end failed because of a bug", bug);
        }
    }
}
