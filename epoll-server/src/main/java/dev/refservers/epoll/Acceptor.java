package dev.refservers.epoll;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Epoll;
import dev.refservers.linux.Errno;
import dev.refservers.protocol.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * A listening socket, on behalf of one loop. Used by the loop's thread.
 *
 * <p>
 * When the process has no descriptor left, a client that waits in the backlog would wait for ever, and its readiness
 * would wake the loop for ever. So one descriptor is held in reserve ({@link Places}): it is given up to accept that
 * client and to refuse it, and taken back as soon as any connection ends.
 */
public final class Acceptor {

    /** Clients accepted before the others have their turn. */
    private static final int ACCEPTS_IN_A_ROW = 64;

    /** How long nobody is accepted after a failure, and how long it is not logged again. */
    private static final long BACK_OFF_NANOS = 100_000_000;
    private static final long SILENCE_NANOS = 1_000_000_000;

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final Loop loop;
    private final int listener;
    private final Places places;
    private final Supplier<Session> refusal = this::refusal;
    private int failure;
    private boolean closed;
    private long retryAt = Session.NEVER;
    private long silentUntil = System.nanoTime();

    /** Accepts from a socket that listens; the loop watches that for EPOLLIN. It is closed with this. */
    public Acceptor(Loop loop, int listener, Places places) {
        this.loop = loop;
        this.listener = listener;
        this.places = places;
    }

    /** Accepts those who wait, a few at a time: level-triggered, so the others are told again. */
    public void ready() {
        for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
            int accepted = places.accept(listener);
            if (accepted >= 0) {
                loop.open(accepted, places.take() ? null : loop.protocol().refuse(loop.now()));
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
    }

    private void runShort(int errno) {
        failure = errno;
        // Without a reserve the next client could not even be refused.
        boolean refused = places.hasSpare() && refuseOne(places.withSpare(refusal));
        if (!refused || !places.hasSpare()) {
            pause();
        }
    }

    /** Whatever may load a class or open a log comes here, while there is a descriptor for that. */
    private Session refusal() {
        if (silentUntil - loop.now() <= 0) {
            silentUntil = loop.now() + SILENCE_NANOS;
            LOG.log(Level.WARNING, "Clients are refused: " + Errno.failure("accept4", failure).getMessage());
        }
        return loop.protocol().refuse(loop.now());
    }

    private boolean refuseOne(Session session) {
        int accepted = places.acceptBySpare(listener);
        if (accepted < 0) {
            session.close();
            return false;
        }
        loop.open(accepted, session);
        return true;
    }

    private void pause() {
        retryAt = loop.now() + BACK_OFF_NANOS;
        watch(0);
    }

    /** A client's descriptor was given back: if one is in reserve again, the next client is accepted. */
    public void descriptorFreed() {
        if (retryAt != Session.NEVER && places.hasSpare()) {
            retryAt = loop.now();
        }
    }

    /** Nanoseconds until {@link #retryIfDue} has something to do, or {@link Session#NEVER}. */
    public long nanosUntilRetry() {
        return retryAt == Session.NEVER ? Session.NEVER : Math.max(0, retryAt - loop.now());
    }

    /** Accepts again when the pause after a failure is over. */
    public void retryIfDue() {
        if (retryAt != Session.NEVER && retryAt - loop.now() <= 0) {
            retryAt = Session.NEVER;
            watch(Epoll.EPOLLIN);
        }
    }

    private void watch(int interest) {
        try {
            loop.watch(Epoll.EPOLL_CTL_MOD, listener, interest, Connections.ACCEPTOR);
        } catch (IOException impossible) {
            throw new IllegalStateException("An open descriptor that is watched can be modified", impossible);
        }
    }

    /** Stops listening. A second call does nothing. */
    public void close() {
        if (!closed) {
            closed = true;
            retryAt = Session.NEVER;
            Descriptors.close(listener);
        }
    }
}
