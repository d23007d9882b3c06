package dev.refservers.async.sigio;

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

    /** How often input is read, and output written, before the others have their turn. */
    private static final int READS_IN_A_ROW = 16;
    private static final int WRITES_IN_A_ROW = 16;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final EventLoop loop;
    private final int descriptor;
    private final boolean counted;
    private final Session session;
    private final Deadlines.Slot<Connection> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * Whether there may be input, or room for output: from a signal on, until a call has said that there is none. A signal
     * tells of a change, once, so this has to be remembered.
     */
    private boolean readable = true;
    private boolean writable = true;

    /** Whether it is among the loop's ready ones. */
    private boolean ready;
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

    /** Has the kernel send signals about it, and begins the conversation: with a look at what came before. */
    void start() {
        try {
            loop.watch(descriptor);
        } catch (IOException failure) {
            fail(failure);
        }
        drive();
    }

    /** Something may have happened to its socket: it is to have a turn. */
    void changed() {
        readable = true;
        writable = true;
        beReady();
    }

    private void beReady() {
        if (!ready) {
            ready = true;
            loop.ready.add(this);
        }
    }

    /** Its turn has come, because something has happened to its socket, or it could have gone on the last time. */
    void ready() {
        ready = false;
        drive();
    }

    /** It was woken, or its deadline has passed. */
    void resume() {
        // First: a wake from here on must enqueue it again, because the session may have looked already.
        woken.set(false);
        drive();
    }

    /** The loop stops: come to an end as soon as everything owed is written. */
    void shutdown() {
        stopping = true;
        // What has come may not have been told yet.
        readable = true;
        drive();
    }

    private void drive() {
        if (closed) {
            return;
        }
        try {
            read();
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
    private void stop() {
        if (session.wantsInput() ? !readable : !session.wantsOutput()) {
            stopping = false;
            session.shutdown(loop.now());
        }
    }

    /** Reads until the socket says that there is no more, or no more is wanted, or the others should have their turn. */
    private void read() throws IOException {
        if (readable && !session.wantsInput()) {
            // No call is due that would tell that the peer has gone.
            int error = Sockets.getsockopt(descriptor, Sockets.SOL_SOCKET, Sockets.SO_ERROR);
            if (error != 0) {
                throw Errno.failure("recv", error);
            }
        }
        for (int i = 0; i < READS_IN_A_ROW && readable && session.wantsInput(); i++) {
            int received = Sockets.recv(descriptor, loop.readBuffer, loop.readBuffer.capacity(), 0);
            // Only now: were the time older than the bytes, a time-out that they ask for would come too early.
            long now = loop.tick();
            if (received > 0) {
                session.receive(loop.readBuffer.first(received), now);
            } else if (received == 0) {
                readable = false;
                session.endOfInput(now);
            } else if (received == -Errno.EAGAIN) {
                readable = false;
            } else if (received != -Errno.EINTR) {
                throw Errno.failure("recv", -received);
            }
        }
    }

    /** Writes what is owed, until all is written, the socket takes no more, or the others should have their turn. */
    private void write(long now) throws IOException {
        session.resume(now);
        for (int i = 0; i < WRITES_IN_A_ROW && writable; i++) {
            ByteBuffer owed = session.output();
            int length = Math.min(owed.remaining(), loop.writeBuffer.capacity());
            if (length == 0) {
                return;
            }
            loop.writeBuffer.put(owed.array(), owed.arrayOffset() + owed.position(), length);
            int sent = Sockets.send(descriptor, loop.writeBuffer, length, Sockets.MSG_NOSIGNAL);
            if (sent < 0 && sent != -Errno.EAGAIN && sent != -Errno.EINTR) {
                throw Errno.failure("send", -sent);
            }
            owed.position(owed.position() + Math.max(sent, 0));
            // A short write, too, has the kernel tell when there is room again.
            writable = sent == length || sent == -Errno.EINTR;
            session.resume(now);
        }
    }

    /** Closes it, or sees to it that it goes on: at a signal when something changes, and without if nothing has to. */
    private void waitForMore() {
        if (session.finished()) {
            close();
            return;
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            Sockets.shutdown(descriptor, Sockets.SHUT_WR);
        }
        if (stopping && session.wantsInput()) {
            // Nobody tells that nothing is left to read.
            wake();
        }
        if ((readable && session.wantsInput()) || (writable && session.wantsOutput())) {
            beReady();
        }
        loop.deadlines.watch(slot, session.deadline());
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
        loop.forget(descriptor, counted);
    }
}
