package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One peer: its socket, its session, and what it waits for. In a worker the peer is a client, in the parent a worker.
 * Used by its loop's thread; only {@link #run}, its wake, by any.
 */
final class Connection implements Registered, Runnable {

    /** How often output is written before the others have their turn. */
    private static final int WRITES_IN_A_ROW = 16;

    private enum Event {
        READABLE, NOTHING, STOPPING
    }

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Session session;
    private final Deadlines.Slot<Registered> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean stopping;
    private boolean outputShutDown;
    private boolean closed;

    /** A connection with a session of the protocol; or, if it is not admitted, with one that refuses it. */
    Connection(EventLoop loop, SocketChannel channel, Protocol protocol, boolean admitted) throws IOException {
        this.loop = loop;
        this.channel = channel;
        long now = System.nanoTime();
        session = admitted ? protocol.open(this, now) : protocol.refuse(now);
        key = loop.register(channel, OP_READ, this);
    }

    /** Asks for {@link #resume}. Safe from any thread, and from within any session's call: it only enqueues. */
    @Override
    public void run() {
        if (!woken.getAndSet(true)) {
            loop.enqueue(this);
        }
    }

    @Override
    public void ready() {
        drive(key.isReadable() ? Event.READABLE : Event.NOTHING);
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
                case STOPPING -> stopping = true;
                case NOTHING -> {
                }
            }
            if (stopping) {
                stop();
            }
            write(System.nanoTime());
            waitForMore();
        } catch (IOException gone) {
            // Peers go away without a word every day: that is not worth the loading of a logger in their process.
            close();
        } catch (RuntimeException | Error bug) {
            Log.log(Level.ERROR, "A session failed; its connection is closed", bug);
            close();
        }
    }

    /** Tells the session to end, once all that has come is answered; what it does not want yet comes after what it owes. */
    private void stop() throws IOException {
        if (session.wantsInput() ? !read() : !session.wantsOutput()) {
            stopping = false;
            session.shutdown(System.nanoTime());
        }
    }

    /** Reads once: what is left is reported again, after the others had their turn. Whether something has come. */
    private boolean read() throws IOException {
        int count = channel.read(loop.readBuffer.clear());
        // Only now: were the time older than the bytes, a time-out that they ask for would come too early.
        long now = System.nanoTime();
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
            loop.beforeOutput();
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
            run();
        }
        loop.deadlines.watch(slot, session.deadline());
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
            Log.log(Level.ERROR, "A session could not be closed; its connection is", bug);
        }
        // Whoever sees the end of this connection can rely on its having been counted.
        loop.beforeOutput();
        Quietly.close(channel);
        loop.forget();
    }
}
