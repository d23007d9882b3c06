package dev.refservers.async.uring;

import dev.refservers.linux.Errno;
import dev.refservers.linux.Poll;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client: its socket, its session, and what is under way. Used by its loop's thread; only {@link #wake} by any. */
final class Connection {

    /** In place of an operation: no completion, but a wake or a deadline; no completion, but the loop stops. */
    private static final int NOTHING = -1;
    private static final int STOPPING = -2;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final EventLoop loop;
    private final int descriptor;
    private final long key;
    private final boolean counted;
    private final Session session;
    private final Deadlines.Slot<Connection> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Operations operations;
    private final HeldInput held = new HeldInput();

    /** Whether the receive has ended for want of a buffer; the loop says when to try again. */
    private boolean starved;
    private boolean stopping;

    /** Whether a receive that does not wait has found nothing more. */
    private boolean nothingLeft;
    private boolean outputShutDown;
    private boolean closed;

    /** In which period of the batch something was last received. */
    private int period = -1;

    /** A connection with a session of the protocol, or with {@code refusal}, which is not counted. */
    Connection(EventLoop loop, int descriptor, long key, @Nullable Session refusal) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.key = key;
        this.counted = refusal == null;
        this.operations = new Operations(loop.memory, descriptor, key);
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
        drive(NOTHING, 0, null);
    }

    /**
     * The kernel has done something.
     *
     * @param last whether this operation is done with
     * @param input what was received, or null
     */
    void completed(int operation, int result, boolean last, @Nullable ByteBuffer input) {
        operations.completed(operation, last);
        if (!closed) {
            drive(operation, result, input);
        } else if (!operations.underWay()) {
            loop.forget(descriptor, key, counted);
        } else if (operation == Operations.CANCEL && result < 0) {
            // The kernel was between two steps of what it looked for.
            operations.cancel();
        }
    }

    /** There are buffers again to receive into. */
    void feed() {
        starved = false;
        drive(NOTHING, 0, null);
    }

    /** It was woken, or its deadline has passed. */
    void resume() {
        // First: a wake from here on must enqueue it again, because the session may have looked already.
        woken.set(false);
        drive(NOTHING, 0, null);
    }

    /** The loop stops: come to an end as soon as everything owed is written. */
    void shutdown() {
        drive(STOPPING, 0, null);
    }

    private void drive(int operation, int result, @Nullable ByteBuffer input) {
        if (closed) {
            return;
        }
        try {
            switch (operation) {
                case Operations.RECEIVE -> read(result, input);
                case Operations.SEND -> written(result);
                case Operations.WATCH -> watched(result);
                case STOPPING -> stopping = true;
                default -> {
                    // The session knows what it waited for.
                }
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
    private void stop() {
        if (operations.receiving()) {
            // Of what the ring receives by itself nobody tells that there is no more.
            operations.stopAwaiting();
        } else if (held.isEmpty() && (session.wantsInput() ? nothingLeft : !session.wantsOutput())) {
            stopping = false;
            session.shutdown(loop.now());
        }
    }

    private void read(int result, @Nullable ByteBuffer input) throws IOException {
        if (result >= 0) {
            received(input);
            return;
        }
        switch (-result) {
            case Errno.ENOBUFS -> {
                starved = true;
                loop.starved.add(this);
            }
            case Errno.EAGAIN -> nothingLeft = true;
            case Errno.ECANCELED, Errno.EINTR -> {
                // Received again when input is wanted.
            }
            default -> throw Errno.failure("recv", -result);
        }
    }

    private void received(@Nullable ByteBuffer input) {
        loop.batch.received(period != loop.batch.period());
        period = loop.batch.period();
        if (input == null) {
            held.end(session, loop.now());
        } else if (held.isEmpty() && session.wantsInput()) {
            session.receive(input, loop.now());
        } else {
            held.add(input);
            // Only now: most clients send nothing while they wait for a long reply, so mostly there is nothing to cancel.
            operations.stopReceiving();
        }
    }

    /** The bytes that were sent are taken only now: a session that owes too much must not believe that they are gone. */
    private void written(int result) throws IOException {
        if (result >= 0) {
            ByteBuffer owed = session.output();
            // Fewer remain if the session has dropped what it owed.
            owed.position(owed.position() + Math.min(result, owed.remaining()));
        } else if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
            throw Errno.failure("send", -result);
        }
    }

    /**
     * The connection is broken. While nothing is received, nothing else tells; and the kernel misses a reset that comes
     * between its first receive and its beginning to wait for more (seen on Linux 6.18): begun anew, it sees it.
     */
    private void watched(int happened) throws IOException {
        boolean broken = happened > 0 && (happened & (Poll.POLLERR | Poll.POLLHUP)) != 0;
        if (broken && operations.receiving()) {
            operations.stopReceiving();
        } else if (broken && !session.wantsInput()) {
            throw Errno.failure("recv", Sockets.getsockopt(descriptor, Sockets.SOL_SOCKET, Sockets.SO_ERROR));
        }
    }

    /** Begins to send a copy of what is owed first, unless something is being sent: the rest when that is done. */
    private void write(long now) throws IOException {
        session.resume(now);
        held.take(session, now);
        if (!operations.sending()) {
            ByteBuffer owed = session.output();
            if (owed.hasRemaining()) {
                loop.batch.sends(operations.send(owed));
            }
        }
    }

    /** Closes it, or computes from the session what it waits for next. */
    private void waitForMore() {
        if (session.finished()) {
            close();
            return;
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            Sockets.shutdown(descriptor, Sockets.SHUT_WR);
        }
        if (session.wantsInput() && held.isEmpty() && !operations.receiving() && !starved) {
            nothingLeft = false;
            operations.receive(!stopping);
        }
        if (!operations.watching()) {
            operations.watch();
        }
        loop.deadlines.watch(slot, session.deadline());
    }

    private void fail(IOException failure) {
        // Peers go away without a word every day; nobody can act on that.
        LOG.log(Level.DEBUG, "A connection is closed", failure);
        close();
    }

    /** Ends it: at once for the session, and for the socket as soon as the kernel has let go of it. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        held.clear();
        loop.deadlines.forget(slot);
        try {
            session.close();
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session could not be closed; its connection is", bug);
        }
        if (operations.underWay()) {
            operations.cancel();
        } else {
            loop.forget(descriptor, key, counted);
        }
    }
}
