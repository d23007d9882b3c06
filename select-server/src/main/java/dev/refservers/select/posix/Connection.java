package dev.refservers.select.posix;

import dev.refservers.linux.Errno;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client: its socket, its session, and what it waits for. Used by its loop's thread; only {@link #wake} by any. */
final class Connection {

    /** How often output is written before the others have their turn. */
    private static final int WRITES_IN_A_ROW = 16;

    /** How often a socket is looked at that cannot be watched: of a client who is refused, and has not long to go. */
    private static final long LOOK_NANOS = 20_000_000;

    /** In place of the bits of {@link Multiplexer}: no event, but a wake or a deadline; no event, but the loop stops. */
    private static final int NOTHING = 0;
    private static final int STOPPING = -1;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final EventLoop loop;
    private final int descriptor;
    private final boolean counted;
    private final Session session;
    private final Deadlines.Slot<Connection> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();

    /** What the socket is watched for. */
    private int watched;
    private boolean stopping;
    private boolean outputShutDown;
    private boolean closed;

    /** A connection with a session of the protocol, or with {@code refusal}, which is not counted. */
    Connection(EventLoop loop, int descriptor, @Nullable Session refusal) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.counted = refusal == null;
        this.session = refusal == null ? loop.protocol.open(this::wake, loop.now()) : refusal;
    }

    /** Asks for {@link #resume}. Safe from any thread, and from within any session's call: it only enqueues. */
    void wake() {
        if (!woken.getAndSet(true)) {
            loop.enqueue(this);
        }
    }

    /** Begins the conversation. */
    void start() {
        resume();
    }

    /** Its socket is ready for something that it waits for: bits of {@link Multiplexer}. */
    void ready(int happened) {
        drive(happened);
    }

    /** It was woken, or its deadline has passed. */
    void resume() {
        // First: a wake from here on must enqueue it again, because the session may have looked already.
        woken.set(false);
        drive(loop.canWatch(descriptor) ? NOTHING : Multiplexer.READABLE);
    }

    /** The loop stops: come to an end as soon as everything owed is written. */
    void shutdown() {
        drive(STOPPING);
    }

    private void drive(int happened) {
        if (closed) {
            return;
        }
        try {
            if (happened == STOPPING) {
                stopping = true;
            } else if ((happened & Multiplexer.READABLE) != 0 && session.wantsInput()) {
                read();
            }
            if (stopping) {
                stop();
            }
            write(loop.now());
            waitForMore();
        } catch (IOException failure) {
            fail(failure);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session failed; its connection is closed", bug);
            close();
        }
    }

    /** Tells the session to end, once all that has come is answered; what it does not want yet comes after what it owes. */
    private void stop() throws IOException {
        if (session.wantsInput() ? !read() : !session.wantsOutput()) {
            stopping = false;
            session.shutdown(loop.now());
        }
    }

    /** Reads once: what is left is told again, after the others had their turn. Whether something has come. */
    private boolean read() throws IOException {
        int received = Sockets.recv(descriptor, loop.readBuffer, loop.readBuffer.capacity(), 0);
        // Only now: were the time older than the bytes, a time-out that they ask for would come too early.
        long now = loop.tick();
        if (received > 0) {
            session.receive(loop.readBuffer.first(received), now);
        } else if (received == 0) {
            session.endOfInput(now);
        } else if (received != -Errno.EAGAIN && received != -Errno.EINTR) {
            throw Errno.failure("recv", -received);
        }
        return received > 0;
    }

    /** Writes what is owed, until all is written, the socket takes no more, or the others should have their turn. */
    private void write(long now) throws IOException {
        for (int i = 0; i < WRITES_IN_A_ROW; i++) {
            session.resume(now);
            ByteBuffer owed = session.output();
            int length = Math.min(owed.remaining(), loop.writeBuffer.capacity());
            if (length == 0) {
                return;
            }
            loop.writeBuffer.put(owed.array(), owed.arrayOffset() + owed.position(), length);
            int sent = Sockets.send(descriptor, loop.writeBuffer, length, Sockets.MSG_NOSIGNAL);
            if (sent < 0) {
                if (sent != -Errno.EAGAIN && sent != -Errno.EINTR) {
                    throw Errno.failure("send", -sent);
                }
                return;
            }
            owed.position(owed.position() + sent);
            if (sent < length || !session.wantsOutput()) {
                return;
            }
        }
    }

    /** Closes it, or computes from the session what it waits for next. */
    private void waitForMore() throws IOException {
        if (session.finished()) {
            close();
            return;
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            Sockets.shutdown(descriptor, Sockets.SHUT_WR);
        }
        if (loop.canWatch(descriptor)) {
            watch((session.wantsInput() ? Multiplexer.READABLE : 0)
                    | (session.wantsOutput() ? Multiplexer.WRITABLE : 0));
            loop.deadlines.watch(slot, session.deadline());
        } else {
            loop.deadlines.watch(slot, loop.now() + LOOK_NANOS);
        }
        if (stopping && session.wantsInput()) {
            // Nobody tells that nothing is left to read.
            wake();
        }
    }

    private void watch(int interest) {
        if (interest != watched) {
            loop.watch(descriptor, interest);
            watched = interest;
        }
    }

    private void fail(IOException failure) {
        // Peers go away without a word every day; nobody can act on that.
        LOG.log(Level.DEBUG, "A connection is closed", failure);
        close();
    }

    /** Ends it at once. A second call does nothing. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.deadlines.forget(slot);
        try {
            session.close();
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be closed; its connection is", bug);
        }
        watch(0);
        loop.forget(descriptor, counted);
    }
}
