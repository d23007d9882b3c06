package dev.refservers.linux;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket that listens, and goes on accepting clients when the process has no descriptor left, to refuse them. Used by
 * one thread.
 *
 * <p>
 * Without a descriptor a client would wait in the backlog for ever, and its readiness would wake the loop for ever. So
 * one descriptor is held in reserve: it is given up to accept that client and to refuse it, and taken back as soon as any
 * connection ends. While there is none, nobody is accepted: the next client could not even be refused.
 */
public final class ListeningSocket {

    /** What {@link #nanosUntilRetry} returns if there is nothing to try again; as deadlines say it. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Clients accepted before the others have their turn. */
    private static final int ACCEPTS_IN_A_ROW = 64;

    /** How long nobody is accepted after a failure, and how long it is not logged again. */
    private static final long BACK_OFF_NANOS = 100_000_000;
    private static final long SILENCE_NANOS = 1_000_000_000;

    private static final System.Logger LOG = System.getLogger(ListeningSocket.class.getName());

    /**
     * Whoever serves the clients. Called by {@link #accept}.
     *
     * @param <R> how a client is told that it cannot be served
     */
    public interface Clients<R> {

        /** Whether it can wait for this descriptor; if not, the client is refused. */
        default boolean canWatch(int descriptor) {
            return true;
        }

        /** Makes what tells a client that it is refused. A descriptor is free meanwhile, for a class or a log. */
        R refuse();

        /** Forgets a refusal for which no client was found. */
        void discard(R refusal);

        /** Serves an accepted socket, or tells it by {@code refusal} that it is not served. */
        void open(int descriptor, @Nullable R refusal);
    }

    private final int descriptor;
    private final InetSocketAddress address;
    private final Reserve reserve;
    private boolean closed;
    private long retryAt = NEVER;
    private long silentUntil = System.nanoTime();

    private ListeningSocket(int descriptor, InetSocketAddress address, Reserve reserve) {
        this.descriptor = descriptor;
        this.address = address;
        this.reserve = reserve;
    }

    /**
     * So many sockets on one address, one for each loop, with one limit of connections together.
     *
     * <p>
     * The kernel deals the clients out by SO_REUSEPORT, so each loop has a queue of its own to accept from, as if it were
     * alone. One socket that all loops watch would be the other way, with EPOLLEXCLUSIVE, so that a client does not wake
     * them all: but of the idle loops the kernel wakes the same one first, again and again, and whoever was first keeps
     * most of the clients.
     *
     * @param backlog connections that wait to be accepted, at most, on each
     * @param keepAliveSeconds as {@link Sockets#keepAlive}
     * @param flags {@link Sockets#SOCK_NONBLOCK}, or 0
     */
    public static List<ListeningSocket> open(InetSocketAddress address, int backlog, int keepAliveSeconds, int flags,
            int count, int maxConnections) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("bind(" + address.getHostString() + "): no address of that name; use a number");
        }
        List<ListeningSocket> opened = new ArrayList<>();
        Reserve reserve = new Reserve(maxConnections, count);
        try {
            while (opened.size() < count) {
                // A port 0 is chosen for the first, and the others join it.
                InetSocketAddress chosen = opened.isEmpty() ? address : opened.getFirst().address;
                int socket = listen(chosen, backlog, keepAliveSeconds, flags, opened.isEmpty(), count > 1);
                opened.add(new ListeningSocket(socket, Sockets.getsockname(socket), reserve));
            }
            return opened;
        } catch (IOException failure) {
            opened.forEach(ListeningSocket::close);
            for (int i = opened.size(); i < count; i++) {
                reserve.leave();
            }
            throw failure;
        }
    }

    private static int listen(InetSocketAddress address, int backlog, int keepAliveSeconds, int flags, boolean first,
            boolean shared) throws IOException {
        int listener = Sockets.socket(Sockets.family(address.getAddress()),
                Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC | flags, 0);
        try {
            // A restarted server need not wait until the connections of the one before have been forgotten.
            Sockets.setsockopt(listener, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
            // A reply is written whole: to hold it back for more bytes to come only delays it. Accepted sockets inherit.
            Sockets.setsockopt(listener, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
            Sockets.keepAlive(listener, keepAliveSeconds);
            // The first shares its port only once it has it: or it would share that of another server, unnoticed.
            if (first) {
                Sockets.bind(listener, address);
            }
            if (shared) {
                Sockets.setsockopt(listener, Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, 1);
            }
            if (!first) {
                Sockets.bind(listener, address);
            }
            Sockets.listen(listener, backlog);
            return listener;
        } catch (IOException failure) {
            Descriptors.close(listener);
            throw failure;
        }
    }

    /** What becomes readable when a client waits. */
    public int descriptor() {
        return descriptor;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * accept4(2): accepts those who wait, a few at a time. Returns whether more may wait, of whom an edge would not tell.
     * It may be {@link #paused} afterwards.
     */
    public <R> boolean accept(Clients<R> clients, long now) {
        for (int i = 0; i < ACCEPTS_IN_A_ROW && !closed; i++) {
            int accepted = reserve.accept(descriptor);
            if (accepted >= 0) {
                clients.open(accepted, admit(clients, accepted, now) ? null : clients.refuse());
                continue;
            }
            switch (-accepted) {
                case Errno.EAGAIN -> {
                    return false;
                }
                case Errno.EINTR, Errno.ECONNABORTED, Errno.EPROTO -> LOG.log(Level.DEBUG,
                        "A client left before it was accepted");
                default -> {
                    return refuseOne(clients, -accepted, now);
                }
            }
        }
        return !closed;
    }

    private boolean admit(Clients<?> clients, int accepted, long now) {
        if (!clients.canWatch(accepted)) {
            warn("descriptor " + accepted + " cannot be watched; lower ones are all in use", now);
            return false;
        }
        return reserve.admit();
    }

    /** With the reserve. For want of a descriptor accept fails before it looks: maybe nobody waits. */
    private <R> boolean refuseOne(Clients<R> clients, int errno, long now) {
        int accepted = -errno;
        if (reserve.hasSpare()) {
            R refusal = reserve.withSpare(() -> {
                warn(errno, now);
                return clients.refuse();
            });
            accepted = reserve.acceptWithSpare(descriptor);
            if (accepted >= 0) {
                clients.open(accepted, refusal);
            } else {
                clients.discard(refusal);
            }
        } else {
            warn(errno, now);
        }
        if (accepted == -Errno.EAGAIN) {
            return false;
        }
        if (accepted < 0 || !reserve.takeSpare()) {
            pause(now);
        }
        return retryAt == NEVER;
    }

    /** For a client that the kernel has accepted by itself: counts it, or returns false because it is to be refused. */
    public boolean admit() {
        return reserve.takeSpare() && reserve.admit();
    }

    /** The kernel could not accept by itself: gives the reserve up, for the next client. False if there was none. */
    public boolean dropReserve(IOException failure, long now) {
        boolean hadSpare = reserve.hasSpare();
        reserve.dropSpare();
        warn(failure.getMessage(), now);
        return hadSpare;
    }

    private void warn(int errno, long now) {
        warn(Errno.failure("accept4", errno).getMessage(), now);
    }

    private void warn(@Nullable String reason, long now) {
        if (silentUntil - now <= 0) {
            silentUntil = now + SILENCE_NANOS;
            LOG.log(Level.WARNING, "Clients are refused: {0}", reason);
        }
    }

    /** Has nobody accepted for a while; or until there is a reserve again. */
    public void pause(long now) {
        retryAt = now + BACK_OFF_NANOS;
    }

    /** Whether nobody should be accepted before {@link #retryIsDue}. */
    public boolean paused() {
        return retryAt != NEVER;
    }

    /** Nanoseconds until {@link #retryIsDue}, or {@link #NEVER}. */
    public long nanosUntilRetry(long now) {
        return retryAt == NEVER ? NEVER : Math.max(0, retryAt - now);
    }

    /** Whether the pause is over, and there is a reserve: the next client must not go unanswered. True once. */
    public boolean retryIsDue(long now) {
        if (retryAt == NEVER || retryAt - now > 0) {
            return false;
        }
        if (!reserve.takeSpare()) {
            pause(now);
            return false;
        }
        retryAt = NEVER;
        return true;
    }

    /** A connection has ended: closes its descriptor, or keeps that in reserve; and then the next client is accepted. */
    public void release(int accepted, boolean counted, long now) {
        reserve.giveBack(accepted);
        if (counted) {
            reserve.discount();
        }
        if (retryAt != NEVER && reserve.hasSpare()) {
            retryAt = now;
        }
    }

    /** Stops listening. A second call does nothing. */
    public void close() {
        if (!closed) {
            closed = true;
            retryAt = NEVER;
            Descriptors.close(descriptor);
            reserve.leave();
        }
    }
}
