package dev.refservers.async.sigio;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Errno;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;

/**
 * The listening socket. Used by the loop's thread.
 *
 * <p>
 * When the process has no descriptor left, a client that waits in the backlog would wait for ever. So one descriptor is
 * held in reserve: it is given up to accept that client and to refuse it, and taken back as soon as any connection ends.
 */
final class Acceptor {

    /** Clients accepted before the others have their turn. */
    private static final int ACCEPTS_IN_A_ROW = 64;

    /** How long nobody is accepted after a failure, and how long it is not logged again. */
    private static final long BACK_OFF_NANOS = 100_000_000;
    private static final long SILENCE_NANOS = 1_000_000_000;

    private static final int NONE = -1;

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final EventLoop loop;
    private final int listener;
    private final InetSocketAddress address;
    private int spare = NONE;
    private boolean closed;
    private long retryAt = Session.NEVER;
    private long silentUntil = System.nanoTime();

    /** Listens where the settings say; the loop then watches the {@link #descriptor()}. */
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
        int listener = Sockets.socket(Sockets.family(address.getAddress()),
                Sockets.SOCK_STREAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC, 0);
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

    /** What the signals about waiting clients name. */
    int descriptor() {
        return listener;
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address;
    }

    /** Has the kernel send signals about it, and accepts those who came before. */
    void start() throws IOException {
        loop.watch(listener);
        ready();
    }

    /** Accepts those who wait, a few at a time; there is one signal for each, but maybe not for those who stay behind. */
    void ready() {
        if (closed) {
            return;
        }
        retryAt = Session.NEVER;
        for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
            int accepted = accept();
            if (accepted >= 0) {
                loop.open(accepted, loop.admits() ? null : loop.protocol.refuse(loop.now()));
                continue;
            }
            switch (-accepted) {
                case Errno.EAGAIN -> {
                    return;
                }
                case Errno.EINTR, Errno.ECONNABORTED, Errno.EPROTO -> LOG.log(Level.DEBUG,
                        "A client left before it was accepted");
                default -> {
                    runShort(-accepted);
                    return;
                }
            }
        }
        retryAt = loop.now();
    }

    private int accept() {
        return Sockets.accept4(listener, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
    }

    private void runShort(int errno) {
        long now = loop.now();
        boolean hadSpare = spare != NONE;
        dropSpare();
        // Whatever may load a class or open a log comes first, while there is a descriptor for that.
        if (silentUntil - now <= 0) {
            silentUntil = now + SILENCE_NANOS;
            LOG.log(Level.WARNING, "Clients are refused: " + Errno.failure("accept4", errno).getMessage());
        }
        int accepted = hadSpare ? refuseOne() : -errno;
        takeSpare();
        if (accepted != -Errno.EAGAIN) {
            retryAt = loop.now() + (accepted >= 0 && spare != NONE ? 0 : BACK_OFF_NANOS);
        }
    }

    /** What accept returned: EAGAIN if nobody waits after all, since for want of a descriptor it fails before it looks. */
    private int refuseOne() {
        Session refusal = loop.protocol.refuse(loop.now());
        int accepted = accept();
        if (accepted < 0) {
            refusal.close();
        } else {
            loop.open(accepted, refusal);
        }
        return accepted;
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
            ready();
        }
    }

    /** Takes one, unless there is one: a client who is refused may be gone, and his descriptor taken, before this. */
    private void takeSpare() {
        if (spare != NONE) {
            return;
        }
        try {
            spare = Descriptors.open("/dev/null", Descriptors.O_RDONLY | Descriptors.O_CLOEXEC);
        } catch (IOException none) {
            LOG.log(Level.DEBUG, "No descriptor in reserve", none);
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
            Descriptors.close(listener);
        }
    }
}
