package dev.refservers.epoll;

import dev.refservers.linux.Epoll;
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
final class LevelConnection implements Connection {

    /** How often output is written before the others have their turn. */
    private static final int WRITES_IN_A_ROW = 16;

    /** In place of bits of epoll_wait(2): no event, but a wake or a deadline; no event, but the loop stops. */
    private static final int NOTHING = 0;
    private static final int STOPPING = -1;

    private static final System.Logger LOG = System.getLogger(LevelConnection.class.getName());

    private final EventLoop loop;
    private final int descriptor;
    private final long key;
    private final boolean counted;
    private final Session session;
    private final Deadlines.Slot<Connection> slot = new Deadlines.Slot<>(this);
    private final AtomicBoolean woken = new AtomicBoolean();

    /** What the kernel watches the socket for: at first for what nearly every session wants at first. */
    private int watched = Epoll.EPOLLIN | Epoll.EPOLLRDHUP;
    private boolean stopping;
    private boolean outputShutDown;
    private boolean closed;

    /** A connection with a session of the protocol, or with {@code refusal}, which is not counted. */
    LevelConnection(EventLoop loop, int descriptor, long key, @Nullable Session refusal) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.key = key;
        this.counted = refusal == null;
        this.session = refusal == null ? loop.protocol.open(this::wake, loop.now()) : refusal;
    }

    /** Asks for {@link #resume}. Safe from any thread, and from within any session's call: it only enqueues. */
    void wake() {
        if (!woken.getAndSet(true)) {
            loop.enqueue(this);
        }
    }

    @Override
    public void start() {
        try {
            loop.watch(Epoll.EPOLL_CTL_ADD, descriptor, watched, key);
        } catch (IOException failure) {
            fail(failure);
        }
        drive(NOTHING);
    }

    /** Its socket is ready for something that it waits for, or broken: bits of epoll_wait(2). */
    @Override
    public void ready(int happened) {
        drive(happened);
    }

    @Override
    public void resume() {
        // First: a wake from here on must enqueue it again, because the session may have looked already.
        woken.set(false);
        drive(NOTHING);
    }

    @Override
    public void shutdown() {
        drive(STOPPING);
    }

    private void drive(int happened) {
        if (closed) {
            return;
        }
        try {
            if (happened == STOPPING) {
                stopping = true;
            } else if (happened != NOTHING) {
                look(happened);
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

    /** Reads if there is something, and it is wanted. */
    private void look(int happened) throws IOException {
        if (!session.wantsInput()) {
            if ((happened & (Epoll.EPOLLERR | Epoll.EPOLLHUP)) != 0) {
                // Told whether asked for or not, again and again, and no call is due that would end it.
                throw Errno.failure("recv", Sockets.getsockopt(descriptor, Sockets.SOL_SOCKET, Sockets.SO_ERROR));
            }
            return;
        }
        if ((happened & ~Epoll.EPOLLOUT) != 0) {
            read();
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
        int interest = (session.wantsInput() ? Epoll.EPOLLIN | Epoll.EPOLLRDHUP : 0)
                | (session.wantsOutput() ? Epoll.EPOLLOUT : 0);
        if (interest != watched) {
            loop.watch(Epoll.EPOLL_CTL_MOD, descriptor, interest, key);
            watched = interest;
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
        loop.forget(descriptor, key, counted);
    }
}
