package dev.refservers.epoll;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop is to its server and to its acceptor, whichever way it waits. Used by the loop's thread; only
 * {@link #shutdown} by any.
 */
public interface Loop {

    /** Serves until it is shut down, and then until every connection has ended or the grace period is over. */
    void run();

    /** One turn: waits until something is ready, but not longer than this, and serves it. */
    void runOnce(long timeoutNanos);

    /** Whether it has nothing left to do: it was shut down, and all connections have ended, or should have. */
    boolean ended();

    /** The time that sessions are told. */
    long now();

    /** What its clients speak. */
    Protocol protocol();

    /** Serves an accepted socket: with a session of the protocol, or with this one, which refuses it. */
    void open(int descriptor, @Nullable Session refusal);

    /** epoll_ctl(2): has the kernel watch the descriptor for these events from now on. */
    void watch(int operation, int descriptor, int interest, long key) throws IOException;

    /** Has the loop stop accepting and end its connections. Any thread may call it, more than once. */
    void shutdown();

    /** Ends every connection at once and gives back all that the loop holds. Called once, last. */
    void close();
}
