package dev.refservers.async.uring;

import dev.refservers.linux.ConnectionsByKey;
import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Errno;
import dev.refservers.linux.ListeningSocket;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The multishot accept. Used by the loop's thread.
 *
 * <p>
 * When the process has no descriptor left, the one in reserve is given up: the kernel accepts the next client with it, and
 * who is accepted while there is nothing in reserve is refused.
 */
final class Acceptor {

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final EventLoop loop;
    private final ListeningSocket listener;

    /** For the client that gets the descriptor from the reserve. */
    private @Nullable Session refusal;
    private boolean accepting;
    private boolean closed;

    /** On a socket that is not SOCK_NONBLOCK: the ring takes that for not to be waited for. */
    Acceptor(EventLoop loop, ListeningSocket listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** Has the kernel accept those who come, until it says that it has stopped. */
    void start() {
        accepting = true;
        loop.memory.ring.submissions().accept(listener.descriptor(), Sockets.SOCK_CLOEXEC, ConnectionsByKey.LISTENER);
    }

    /** Whether the kernel may still accept somebody. */
    boolean accepting() {
        return accepting;
    }

    /** A client was accepted, or the attempt failed; the last completion if the kernel accepts no more. */
    void completed(int result, boolean last) {
        accepting &= !last;
        if (closed) {
            // It came between the end and the kernel's hearing of it.
            if (result >= 0) {
                Descriptors.close(result);
            }
            return;
        }
        if (result >= 0) {
            accepted(result);
        } else {
            failed(-result);
        }
        if (!accepting && !listener.paused()) {
            start();
        }
    }

    private void accepted(int descriptor) {
        Session session = null;
        if (!listener.admit()) {
            session = refusal == null ? loop.protocol.refuse(loop.now()) : refusal;
            refusal = null;
        }
        loop.open(descriptor, session);
    }

    private void failed(int errno) {
        switch (errno) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ECANCELED, Errno.ECONNABORTED, Errno.EPROTO -> LOG.log(Level.DEBUG,
                    "A client left before it was accepted");
            default -> {
                if (!listener.dropReserve(Errno.failure("accept", errno), loop.now())) {
                    listener.pause(loop.now());
                } else if (refusal == null) {
                    // Now, because there is a descriptor again for a class that may have to be loaded.
                    refusal = loop.protocol.refuse(loop.now());
                }
            }
        }
    }

    /** Accepts again when the pause after a failure is over. */
    void retryIfDue() {
        if (listener.retryIsDue(loop.now()) && !accepting) {
            start();
        }
    }

    /** Stops listening. A second call does nothing. */
    void close() {
        if (!closed) {
            closed = true;
            if (refusal != null) {
                refusal.close();
            }
            // Nobody is accepted any more, from now on, and the accept under way ends; to close alone would not end it.
            Sockets.shutdown(listener.descriptor(), Sockets.SHUT_RD);
            listener.close();
        }
    }
}
