package dev.refservers.epoll;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Sockets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * What all loops of a server share: places for so many connections, and one descriptor in reserve. Safe for use by many
 * threads.
 *
 * <p>
 * The reserve must not go to another loop's client who comes in the one moment between its being given up and its being
 * taken: so whatever takes or frees the descriptor of a client does it here, under one lock.
 */
public final class Places {

    private static final int NONE = -1;

    private static final System.Logger LOG = System.getLogger(Places.class.getName());

    /** Open all the time, so that a client's descriptor can become a copy of it in one step. */
    private final int nothing;
    private int spare;
    private int free;
    private boolean closed;

    /** So many places. */
    public Places(int count) throws IOException {
        free = count;
        nothing = Descriptors.open("/dev/null", Descriptors.O_RDONLY | Descriptors.O_CLOEXEC);
        spare = NONE;
        takeSpare();
    }

    /** Takes a place; false if none is left. */
    public synchronized boolean take() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    /** Gives a place back that was taken. */
    public synchronized void giveBack() {
        free++;
    }

    /** accept4(2): the descriptor of the next client, or {@code -errno}. */
    public synchronized int accept(int listener) {
        return Sockets.accept4(listener, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
    }

    /** The same for a process that has no descriptor left: at the price of the one in reserve. */
    public synchronized int acceptBySpare(int listener) {
        dropSpare();
        int accepted = accept(listener);
        if (accepted < 0) {
            takeSpare();
        }
        return accepted;
    }

    /** Does what may need a descriptor for a moment, such as to load a class or to open a log. */
    public synchronized <T> T withSpare(Supplier<T> work) {
        dropSpare();
        try {
            return work.get();
        } finally {
            takeSpare();
        }
    }

    /** Whether there is a descriptor in reserve. */
    public synchronized boolean hasSpare() {
        return spare != NONE;
    }

    /** Closes a client's descriptor, or keeps it as the one in reserve, if that is missing. */
    public synchronized void close(int descriptor) {
        if (spare != NONE || closed) {
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

    private void takeSpare() {
        if (spare == NONE && !closed) {
            try {
                spare = Descriptors.fcntl(nothing, Descriptors.F_DUPFD_CLOEXEC, 0);
            } catch (IOException none) {
                LOG.log(Level.DEBUG, "No descriptor in reserve", none);
            }
        }
    }

    private void dropSpare() {
        if (spare != NONE) {
            Descriptors.close(spare);
            spare = NONE;
        }
    }

    /** Gives the reserve up, when all loops have ended. A second call does nothing. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            dropSpare();
            Descriptors.close(nothing);
        }
    }
}
