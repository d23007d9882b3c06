package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client: its socket, its session, and what its thread does. Whoever has the lock has the session; a thread reads
 * and writes without it. {@link #wake}, {@link #shutdown} and {@link #abort} are safe from any thread and never block.
 */
final class Connection implements Runnable {

    /** How long the connection's thread may take to hand over what it has just read, which nobody else can see. */
    private static final long HAND_OVER_NANOS = 20_000_000;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** For {@link Wakers}: where this is among the deadlines, and for when, as far as known without their lock. */
    final Deadlines.Slot<Connection> slot = new Deadlines.Slot<>(this);
    volatile long alarm = Session.NEVER;

    private final RunningServer server;
    private final Wakers wakers;
    private final Socket socket;
    private final Input in;
    private final Output out;

    /** Guards the session and what is below. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Session session;
    private boolean started;
    private boolean writing;
    private @Nullable Thread parked;
    private boolean outputShutDown;
    private boolean closed;

    /** When a waker may believe that nothing has come since the server stops; NEVER before it has looked. */
    private long endsAt = Session.NEVER;

    /** Not guarded: any thread may set these. */
    private volatile boolean woken;
    private volatile boolean stopping;

    /**
     * Opens the session of an accepted socket; {@link #run} serves it.
     *
     * @param counted whether there is room for this client; otherwise it is told that there is none
     * @throws IOException when the connection is gone already
     */
    Connection(RunningServer server, Socket socket, Protocol protocol, boolean counted) throws IOException {
        this.server = server;
        this.wakers = server.wakers();
        this.socket = socket;
        // Replies are written whole: to hold one back, in case that more bytes follow, only delays it.
        socket.setTcpNoDelay(true);
        server.keepalive().accepted(socket);
        in = new Input(socket.getInputStream());
        out = new Output(socket.getOutputStream());
        long now = System.nanoTime();
        session = counted ? protocol.open(this::wake, now) : protocol.refuse(now);
    }

    /** Serves the client until it is gone: the life of the connection's own thread. */
    @Override
    public void run() {
        try {
            int count = 0;
            while (takeTurn(count)) {
                count = read();
            }
        } catch (IOException | RuntimeException | Error failure) {
            fail(failure);
        }
    }

    /** Serves, in place of {@link #run}, a client who is only to be told that there is no room: the wakers do it. */
    void runWithoutThread() {
        lock.lock();
        try {
            started = true;
        } finally {
            lock.unlock();
        }
        wakers.wake(this);
    }

    /** Tells the session what was read, and does what it wants. False once the connection is closed. */
    private boolean takeTurn(int count) throws IOException {
        lock.lock();
        try {
            started = true;
            if (closed) {
                return false;
            }
            long now = System.nanoTime();
            if (count > 0) {
                session.receive(in.take(count), now);
            } else if (count < 0) {
                session.endOfInput(now);
            }
            proceed(now, false);
            parked = closed || session.wantsInput() ? null : Thread.currentThread();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what the client sends: how much, -1 for its end, or 0 if there is another reason to take a turn. */
    private int read() throws IOException {
        if (woken) {
            return 0;
        }
        if (parked != null) {
            LockSupport.park(this);
            return 0;
        }
        return in.read();
    }

    /** Lets the session go on, and writes what it owes, unless another thread does. Under the lock. */
    private void proceed(long now, boolean byWaker) throws IOException {
        if (woken) {
            woken = false;
        }
        if (socket.isClosed()) {
            throw new SocketException("closed by the server");
        }
        session.resume(now);
        endIfAsked(byWaker);
        while (!closed && !writing && session.wantsOutput()) {
            write(byWaker);
            endIfAsked(byWaker);
        }
        if (closed) {
            return;
        }
        if (session.finished()) {
            close();
            return;
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            socket.shutdownOutput();
        }
        wakers.watch(this, session.deadline());
    }

    /** Once what has come is answered: what is not read yet, because too much is owed, has come, too. */
    private void endIfAsked(boolean byWaker) throws IOException {
        if (!stopping || closed || session.wantsOutput() || (session.wantsInput() && in.isAvailable())) {
            return;
        }
        long now = System.nanoTime();
        if (byWaker && parked == null) {
            endsAt = endsAt == Session.NEVER ? now + HAND_OVER_NANOS : endsAt;
            if (endsAt - now > 0) {
                wakers.watch(this, endsAt);
                return;
            }
        }
        stopping = false;
        session.shutdown(now);
    }

    /** Writes a copy of what is owed first, without the lock: the client may read slowly, and the session goes on. */
    private void write(boolean byWaker) throws IOException {
        int count = out.copy(session.output());
        wakers.watch(this, session.deadline());
        writing = true;
        lock.unlock();
        try {
            if (byWaker) {
                wakers.write(out);
            } else {
                out.write();
            }
        } finally {
            lock.lock();
            writing = false;
        }
        if (!closed) {
            // As many bytes as were copied, whatever array they lie in by now; unless the session has dropped them.
            ByteBuffer owed = session.output();
            owed.position(owed.position() + Math.min(count, owed.remaining()));
            session.resume(System.nanoTime());
        }
    }

    /** Asks for {@link #resume}. Only enqueues: may be called from within another session, and under its locks. */
    private void wake() {
        if (!woken) {
            woken = true;
            wakers.wake(this);
        }
    }

    /** Takes a turn in place of the connection's thread: by a waker, because it was woken or its deadline has come. */
    void resume() {
        lock.lock();
        try {
            if (started && !closed) {
                proceed(System.nanoTime(), true);
            }
        } catch (IOException | RuntimeException | Error failure) {
            fail(failure);
        } finally {
            LockSupport.unpark(parked);
            lock.unlock();
        }
    }

    /** Lets the session end as soon as what has come is answered, and all that it owes is written. */
    void shutdown() {
        stopping = true;
        wake();
    }

    /** Ends the connection whatever it is doing. */
    void abort() {
        // Also ends a read or a write that another thread is blocked in.
        Quietly.close(socket);
        wakers.wake(this);
    }

    /** Ends this connection, and no other. A peer that is gone is nothing special; anything else is a bug. */
    private void fail(Throwable failure) {
        lock.lock();
        try {
            if (!closed) {
                LOG.log(failure instanceof IOException ? Level.DEBUG : Level.ERROR, "connection lost", failure);
            }
            close();
        } finally {
            LockSupport.unpark(parked);
            lock.unlock();
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        wakers.forget(this);
        Quietly.close(socket);
        try {
            session.close();
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "a session's end failed because of a bug", bug);
        }
        server.ended(this);
    }
}
