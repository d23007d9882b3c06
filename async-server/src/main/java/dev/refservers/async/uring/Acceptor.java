package dev.refservers.async.uring;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Errno;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, and the multishot accept on it. Used by the loop's thread.
 *
 * <p>
 * When the process has no descriptor left, a client that waits in the backlog would wait for ever. So one descriptor is
 * held in reserve: it is given up, the kernel accepts that client with it, and who is accepted while there is nothing in
 * reserve is refused. It is taken back as soon as any connection ends.
 */
final class Acceptor {

    /** How long nobody is accepted after a failure, and how long it is not logged again. */
    private static final long BACK_OFF_NANOS = 100_000_000;
    private static final long SILENCE_NANOS = 1_000_000_000;

    private static final int NONE = -1;

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final EventLoop loop;
    private final int listener;
    private final InetSocketAddress address;
    private int spare = NONE;

    /** For the client that gets the descriptor from the reserve. */
    private @Nullable Session refusal;
    private boolean accepting;
    private boolean closed;
    private long retryAt = Session.NEVER;
    private long silentUntil = System.nanoTime();

    /** Listens where the settings say; {@link #accept} then begins to accept. */
    Acceptor(EventLoop loop, Settings settings) throws IOException {
        this.loop = loop;
        this.listener = listen(settings);
        this.address = Sockets.getsockname(listener);
        takeSpare();
    }

    private static int listen(Settings settings) throws IOException {
        InetSocketAddress address = settings.address();
        if (address.isUnresolved()) {
            throw new IOException("bind(" + address.getHostString() + "): no address of that name; use a number");
        }
        // Not SOCK_NONBLOCK: the ring waits for a socket that would block, but takes non-blocking for not to be waited for.
        int listener = Sockets.socket(Sockets.family(address.getAddress()), Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC,
                0);
        try {
            // A restarted server need not wait until the connections of the one before have been forgotten.
            Sockets.setsockopt(listener, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
            // A reply is written whole: to hold it back for more bytes to come only delays it. Accepted sockets inherit.
            Sockets.setsockopt(listener, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
            Sockets.keepAlive(listener, settings.keepalive().seconds());
            Sockets.bind(listener, address);
            Sockets.listen(listener, settings.backlog());
            return listener;
        } catch (IOException failure) {
            Descriptors.close(listener);
            throw failure;
        }
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address;
    }

    /** Has the kernel accept those who come, until it says that it has stopped. */
    void accept() {
        accepting = true;
        loop.submissions().accept(listener, Sockets.SOCK_CLOEXEC, Connections.ACCEPTOR);
    }

    /** Whether the kernel may still accept somebody. */
    boolean accepting() {
        return accepting;
    }

    /** A client was accepted, or the attempt failed; the last completion if the kernel accepts no more. */
    void completed(int result, boolean last) {
        if (last) {
            accepting = false;
        }
        if (result >= 0) {
            accepted(result);
        } else if (!closed) {
            failed(-result);
        }
        if (!accepting && !closed && retryAt == Session.NEVER) {
            accept();
        }
    }

    private void accepted(int descriptor) {
        if (closed) {
            // It came between the end and the kernel's hearing of it.
            Descriptors.close(descriptor);
            return;
        }
        if (spare == NONE) {
            takeSpare();
        }
        Session session = null;
        if (spare == NONE || !loop.admits()) {
            session = refusal == null ? loop.protocol.refuse(loop.now()) : refusal;
            refusal = null;
        }
        loop.open(descriptor, session);
    }

    private void failed(int errno) {
        switch (errno) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ECANCELED, Errno.ECONNABORTED, Errno.EPROTO -> LOG.log(Level.DEBUG,
                    "A client left before it was accepted");
            default -> runShort(errno);
        }
    }

    private void runShort(int errno) {
        long now = loop.now();
        boolean hadSpare = spare != NONE;
        dropSpare();
        if (silentUntil - now <= 0) {
            silentUntil = now + SILENCE_NANOS;
            LOG.log(Level.WARNING, "Clients are refused: " + Errno.failure("accept", errno).getMessage());
        }
        if (!hadSpare) {
            retryAt = now + BACK_OFF_NANOS;
        } else if (refusal == null) {
            // Now, because there is a descriptor again for a class that may have to be loaded.
            refusal = loop.protocol.refuse(now);
        }
    }

    /** A descriptor was closed: it becomes the one in reserve, if that is missing, and then the next is accepted. */
    void descriptorFreed() {
        if (spare == NONE && !closed) {
            takeSpare();
            if (retryAt != Session.NEVER && spare != NONE) {
                retryAt = loop.now();
            }
        }
    }

    /** Nanoseconds until {@link #retryIfDue} has something to do, or {@link Session#NEVER}. */
    long nanosUntilRetry() {
        return retryAt == Session.NEVER ? Session.NEVER : Math.max(0, retryAt - loop.now());
    }

    /** Accepts again when the pause after a failure is over. */
    void retryIfDue() {
        if (retryAt != Session.NEVER && retryAt - loop.now() <= 0) {
            retryAt = Session.NEVER;
            if (spare == NONE) {
                takeSpare();
            }
            if (!accepting) {
                accept();
            }
        }
    }

    private void takeSpare() {
        try {
            spare = Descriptors.open("/dev/null", Descriptors.O_RDONLY | Descriptors.O_CLOEXEC);
        } catch (IOException none) {
            LOG.log(Level.DEBUG, "No descriptor in reserve", none);
            spare = NONE;
        }
    }

    private void dropSpare() {
        if (spare != NONE) {
            Descriptors.close(spare);
            spare = NONE;
        }
    }

    /** Stops listening. A second call does nothing. */
    void close() {
        if (!closed) {
            closed = true;
            retryAt = Session.NEVER;
            dropSpare();
            if (refusal != null) {
                refusal.close();
            }
            // Nobody is accepted any more, from now on, and the accept under way ends; to close alone would not end it.
            Sockets.shutdown(listener, Sockets.SHUT_RD);
            Descriptors.close(listener);
        }
    }
}
