package dev.refservers.linux;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * What all listening sockets of a server share: how many more connections it may have, and one descriptor in reserve.
 * Safe for use by many threads.
 *
 * <p>
 * The reserve must not go to another loop's client in the moment between its being given up and its being taken: so
 * whatever takes or frees the descriptor of a client does it here, under one lock.
 */
final class Reserve {

    private static final int NONE = -1;

    private static final System.Logger LOG = System.getLogger(Reserve.class.getName());

    /** Open all the time, so that a client's descriptor can become a copy of it in one step. */
    private final int nothing;
    private int spare = NONE;
    private int free;
    private int users;

    /** For so many connections, and so many sockets that listen; each of these calls {@link #leave} once. */
    Reserve(int maxConnections, int users) throws IOException {
        this.free = maxConnections;
        this.users = users;
        this.nothing = Descriptors.open("/dev/null", Descriptors.O_RDONLY | Descriptors.O_CLOEXEC);
        takeSpare();
    }

    /** Counts one more connection; false if there are as many as there may be. */
    synchronized boolean admit() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    /** A connection that was counted has ended. */
    synchronized void discount() {
        free++;
    }

    /** accept4(2): the descriptor of the next client, or {@code -errno}. */
    synchronized int accept(int listener) {
        return Sockets.accept4(listener, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
    }

    /** The same for a process that has no descriptor left: it takes the one in reserve. */
    synchronized int acceptWithSpare(int listener) {
        dropSpare();
        int accepted = accept(listener);
        if (accepted < 0) {
            takeSpare();
        }
        return accepted;
    }

    /** Does what may need a descriptor for a moment, such as to load a class or to open a log. */
    synchronized <T> T withSpare(Supplier<T> work) {
        dropSpare();
        try {
            return work.get();
        } finally {
            takeSpare();
        }
    }

    /** Whether there is a descriptor in reserve. */
    synchronized boolean hasSpare() {
        return spare != NONE;
    }

    /** Whether there is a descriptor in reserve, now that it has been tried to have one. */
    synchronized boolean takeSpare() {
        if (spare == NONE && users > 0) {
            try {
                spare = Descriptors.fcntl(nothing, Descriptors.F_DUPFD_CLOEXEC, 0);
            } catch (IOException none) {
                LOG.log(Level.DEBUG, "No descriptor in reserve", none);
            }
        }
        return spare != NONE;
    }

    /** Gives the one in reserve up, for whoever needs one next. */
    synchronized void dropSpare() {
        if (spare != NONE) {
            Descriptors.close(spare);
            spare = NONE;
        }
    }

    /** Closes a client's descriptor, or keeps it as the one in reserve, if that is missing. */
    synchronized void giveBack(int descriptor) {
        if (spare != NONE || users == 0) {
            Descriptors.close(descriptor);
            return;
        }
        try {
            // Closes the socket, and no other thread can open anything under its number.
            Descriptors.dup3(nothing, descriptor, Descriptors.O_CLOEXEC);
            spare = descriptor;
        } catch (IOException impossible) {
            throw new IllegalStateException("An open descriptor can be replaced", impossible);
        }
    }

    /** One socket listens no more; with the last, nobody needs the reserve. */
    synchronized void leave() {
        users--;
        if (users == 0) {
            dropSpare();
            Descriptors.close(nothing);
        }
    }
}
