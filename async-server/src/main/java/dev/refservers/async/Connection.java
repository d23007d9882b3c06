package dev.refservers.async;

import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client: its socket, its session, and what is under way. Used by its loop's thread; only {@link #wake} by any. */
final class Connection {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** What may be under way, one of each at a time; called when it is completed. */
    private enum Operation implements CompletionHandler<Integer, Connection> {
        RECEIVE, SEND;

        @Override
        public void completed(Integer count, Connection connection) {
            connection.complete(this, count, null);
        }

        @Override
        public void failed(Throwable failure, Connection connection) {
            connection.complete(this, 0, failure);
        }
    }

    /** As many as it takes until all that had come before the first of them has been told. */
    private static final int ROUNDS = 2;

    private final EventLoop loop;
    private final AsynchronousSocketChannel channel;
    private final boolean counted;
    private final Session session;
    private final Deadlines.Slot<Connection> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Borrowed for the operations that are under way, or completed and not yet dealt with; null if there are none. */
    private @Nullable ByteBuffer input;
    private @Nullable ByteBuffer output;
    private boolean receiving;
    private boolean sending;

    /** What has been completed: the number of bytes, negative at the end of input. */
    private boolean completed;
    private int received;
    private int sent;
    private @Nullable Throwable failure;

    /** Whether more came than a small buffer holds: then the next one is large. */
    private boolean muchInput;
    private boolean stopping;

    /** For how many rounds of the loop, since the server stops, nothing has come that was wanted. */
    private int roundsWithoutInput;
    private boolean outputShutDown;
    private boolean closed;

    /** A connection with a session of the protocol; or, if it is not counted, with one that refuses it. */
    Connection(EventLoop loop, AsynchronousSocketChannel channel, boolean counted) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.counted = counted;
        // A reply is written whole: to hold it back for more bytes to come only delays it.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        loop.keepalive.accepted(channel);
        long now = loop.tick();
        session = counted ? loop.protocol.open(this::wake, now) : loop.protocol.refuse(now);
    }

    /** Whether it counts towards the limit of connections. */
    boolean counted() {
        return counted;
    }

    /** Asks for {@link #resume}. Safe from any thread, and from within any session's call: it only enqueues. */
    void wake() {
        if (!woken.getAndSet(true)) {
            loop.enqueue(this);
        }
    }

    private void complete(Operation operation, int count, @Nullable Throwable failed) {
        if (operation == Operation.RECEIVE) {
            receiving = false;
            received = count;
        } else {
            sending = false;
            sent = count;
        }
        if (failed != null) {
            failure = failed;
        }
        completed = true;
        loop.complete(this);
    }

    /** It has just been opened; or it was woken, or its deadline has passed. */
    void resume() {
        // First: a wake from here on must enqueue it again, because the session may have looked already.
        woken.set(false);
        drive();
    }

    /** The loop stops: come to an end as soon as everything owed is written. */
    void shutdown() {
        stopping = true;
        drive();
    }

    /** Deals with what has been completed, and asks for what the session wants, until that does not complete at once. */
    void drive() {
        if (closed) {
            releaseBuffers();
            return;
        }
        try {
            do {
                completed = false;
                if (failure != null) {
                    fail(failure);
                    return;
                }
                long now = loop.tick();
                takeInput(now);
                takeOutput();
                if (stopping) {
                    stop(now);
                }
                session.resume(now);
                send();
                receive();
            } while (completed);
            waitForMore();
        } catch (IOException lost) {
            fail(lost);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A session failed; its connection is closed", bug);
            close();
        }
    }

    /** A round of the loop is over since {@link #waitForMore} has asked for that. */
    void roundEnded() {
        roundsWithoutInput++;
        drive();
    }

    /**
     * Tells the session to end, once all that has come is answered; what it does not want yet comes after what it owes. A
     * receive that is under way does not tell that there is nothing; but what had come by then is told within two rounds.
     */
    private void stop(long now) {
        if (session.wantsInput() ? roundsWithoutInput > ROUNDS : !session.wantsOutput()) {
            stopping = false;
            session.shutdown(now);
        }
    }

    /** Gives the session what has been received, and the buffer back. */
    private void takeInput(long now) {
        if (input == null || receiving) {
            return;
        }
        roundsWithoutInput = 0;
        if (received < 0) {
            session.endOfInput(now);
        } else {
            muchInput = received >= Buffers.SMALL_BYTES;
            session.receive(input.flip(), now);
        }
        loop.buffers.giveBack(input);
        input = null;
    }

    /** Takes from the session what has been sent, and gives the buffer back. */
    private void takeOutput() {
        if (output == null || sending) {
            return;
        }
        // As many bytes as were copied, whatever array they lie in by now; unless the session has dropped them.
        ByteBuffer owed = session.output();
        owed.position(owed.position() + Math.min(sent, owed.remaining()));
        loop.buffers.giveBack(output);
        output = null;
    }

    /** Sends a copy of what is owed first; the bytes are taken when they are sent. One at a time. */
    private void send() {
        if (sending || !session.wantsOutput()) {
            return;
        }
        ByteBuffer owed = session.output();
        if (!owed.hasRemaining()) {
            return;
        }
        output = loop.buffers.borrow(owed.remaining() > Buffers.SMALL_BYTES);
        int length = Math.min(owed.remaining(), output.capacity());
        output.put(0, owed, owed.position(), length).limit(length);
        sending = true;
        channel.write(output, this, Operation.SEND);
    }

    /** Receives into a buffer of its own. One at a time. */
    private void receive() {
        if (receiving || input != null || !session.wantsInput()) {
            return;
        }
        input = loop.buffers.borrow(muchInput);
        receiving = true;
        channel.read(input, this, Operation.RECEIVE);
    }

    /** Closes it, or sees to it that it is resumed in time; for the rest there are completions. */
    private void waitForMore() throws IOException {
        if (session.finished()) {
            close();
            return;
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            channel.shutdownOutput();
        }
        if (stopping && session.wantsInput()) {
            loop.tellWhenRoundEnds(this);
        }
        loop.deadlines.watch(slot, session.deadline());
    }

    private void fail(Throwable lost) {
        // Peers go away without a word every day; nobody can act on that.
        LOG.log(Level.DEBUG, "A connection is closed", lost);
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
        Quietly.close(channel);
        releaseBuffers();
    }

    /** Gives back the buffers of completed operations; when there are no others, nothing holds the connection any more. */
    private void releaseBuffers() {
        if (input != null && !receiving) {
            loop.buffers.giveBack(input);
            input = null;
        }
        if (output != null && !sending) {
            loop.buffers.giveBack(output);
            output = null;
        }
        if (input == null && output == null) {
            loop.forget(this);
        }
    }
}
