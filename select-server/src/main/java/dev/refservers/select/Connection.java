package dev.refservers.select;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client: its socket, its session, and what it waits for. Used by its loop's thread; only {@link #wake} by any. */
final class Connection implements Registered {

    /** How often output is written before the others have their turn. */
    private static final int WRITES_IN_A_ROW = 16;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private enum Event {
        READABLE, WRITABLE, NOTHING, STOPPING
    }

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final boolean counted;
    private final Session session;
    private final Deadlines.Slot<Registered> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean stopping;
    private boolean outputShutDown;
    private boolean closed;

    /** A connection with a session of the protocol; or, if it is not counted, with one that refuses it. */
    Connection(EventLoop loop, SocketChannel channel, boolean counted) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.counted = counted;
        channel.configureBlocking(false);
        // A reply is written whole: to hold it back for more bytes to come only delays it.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        loop.keepalive.accepted(channel);
        session = counted ? loop.protocol.open(this::wake, loop.now()) : loop.protocol.refuse(loop.now());
        key = loop.register(channel, OP_READ, this);
    }

    /** Asks for {@link #resume}. Safe from any thread, and from within any session's call: it only enqueues. */
    void wake() {
        if (!woken.getAndSet(true)) {
            loop.enqueue(this);
        }
    }

    @Override
    public void ready() {
        drive(key.isReadable() ? Event.READABLE : Event.WRITABLE);
    }

    @Override
    public void resume() {
        // First: a wake from here on must enqueue it again, because the session may have looked already.
        woken.set(false);
        drive(Event.NOTHING);
    }

    @Override
    public void shutdown() {
        drive(Event.STOPPING);
    }

    private void drive(Event event) {
        if (closed) {
            return;
        }
        try {
            switch (event) {
                case READABLE -> read();
                case WRITABLE -> loop.tick();
                case STOPPING -> stopping = true;
                case NOTHING -> {
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
    private void stop() throws IOException {
        if (session.wantsInput() ? !read() : !session.wantsOutput()) {
            stopping = false;
            session.shutdown(loop.now());
        }
    }

    /** Reads once: what is left is reported again, after the others had their turn. Whether something has come. */
    private boolean read() throws IOException {
        int count = channel.read(loop.readBuffer.clear());
        // Only now: were the time older than the bytes, a time-out that they ask for would come too early.
        long now = loop.tick();
        if (count > 0) {
            session.receive(loop.readBuffer.flip(), now);
        } else if (count < 0) {
            session.endOfInput(now);
        }
        return count > 0;
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
            // A channel copies what is on the heap, all of it at each call: of a large reply only a part is given.
            loop.writeBuffer.clear().put(0, owed, owed.position(), length).limit(length);
            int count = channel.write(loop.writeBuffer);
            owed.position(owed.position() + count);
            if (count < length || !session.wantsOutput()) {
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
            channel.shutdownOutput();
        }
        int interest = (session.wantsInput() ? OP_READ : 0) | (session.wantsOutput() ? OP_WRITE : 0);
        if (interest != key.interestOps()) {
            key.interestOps(interest);
        }
        if (stopping && session.wantsInput()) {
            // Nobody tells that nothing is left to read.
            wake();
        }
        loop.deadlines.watch(slot, session.deadline());
    }

    private void fail(IOException failure) {
        // Peers go away without a word every day; nobody can act on that.
        LOG.log(Level.DEBUG, "A connection is closed", failure);
        close();
    }

    @Override
    public void close() {
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
        // The selector gives the descriptor back when it selects next, which is at once.
        Quietly.close(channel);
        loop.forget(counted);
    }
}
