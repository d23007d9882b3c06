package dev.refservers.forking;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Epoll;
import dev.refservers.linux.Errno;
import dev.refservers.linux.NativeBuffer;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import java.nio.ByteBuffer;

/** A client for whom there is no process: the parent itself tells it so. Used by the accepting thread. */
final class Refusal {

    private final int fd;
    private final Session session;
    private final long key;
    private final Deadlines.Slot<Refusal> slot = new Deadlines.Slot<>(this);
    private boolean outputShutDown;

    /**
     * Refuses a client.
     *
     * @param fd the accepted socket, which this closes
     * @param session what it is told
     * @param key by which epoll knows it
     */
    Refusal(int fd, Session session, long key) {
        this.fd = fd;
        this.session = session;
        this.key = key;
    }

    long key() {
        return key;
    }

    int descriptor() {
        return fd;
    }

    Deadlines.Slot<Refusal> slot() {
        return slot;
    }

    /** What it waits for, as epoll's bits. */
    int interest() {
        return (session.wantsInput() ? Epoll.EPOLLIN : 0) | (session.wantsOutput() ? Epoll.EPOLLOUT : 0);
    }

    /** When {@link #proceed} must be called at the latest. */
    long deadline() {
        return session.deadline();
    }

    /** Reads and writes what can be; returns whether there is more to come. */
    boolean proceed(NativeBuffer buffer) {
        if (!receive(buffer) || !send(buffer) || session.finished()) {
            return false;
        }
        if (session.outputEnded() && !outputShutDown) {
            outputShutDown = true;
            Sockets.shutdown(fd, Sockets.SHUT_WR);
        }
        return true;
    }

    void close() {
        session.close();
        Descriptors.close(fd);
    }

    private boolean receive(NativeBuffer buffer) {
        long now = System.nanoTime();
        if (session.wantsInput()) {
            int count = Sockets.recv(fd, buffer, buffer.capacity(), Sockets.MSG_DONTWAIT);
            if (count > 0) {
                session.receive(buffer.first(count), now);
            } else if (count == 0) {
                session.endOfInput(now);
            } else if (isFailure(count)) {
                return false;
            }
        }
        session.resume(now);
        return true;
    }

    private boolean send(NativeBuffer buffer) {
        ByteBuffer owed = session.output();
        int length = Math.min(owed.remaining(), buffer.capacity());
        if (length == 0) {
            return true;
        }
        buffer.put(owed.array(), owed.arrayOffset() + owed.position(), length);
        int count = Sockets.send(fd, buffer, length, Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL);
        owed.position(owed.position() + Math.max(count, 0));
        return !isFailure(count);
    }

    private static boolean isFailure(int result) {
        return result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR;
    }
}
