package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.SocketChannel;

/**
 * The limit of connections, which is that of all workers of a server together, as one of them keeps it. Used by the
 * thread of its loop.
 */
final class Admission {

    private final int maxConnections;
    private final Scoreboard scoreboard;
    private final Scoreboard.Tally tally;

    /** Admits so many clients at once, as counted there. */
    Admission(int maxConnections, Scoreboard scoreboard, Scoreboard.Tally tally) {
        this.maxConnections = maxConnections;
        this.scoreboard = scoreboard;
        this.tally = tally;
    }

    /** Serves a client that has been accepted, or refuses it. */
    void admit(EventLoop loop, SocketChannel client, Protocol protocol) throws IOException {
        // Always: a worker that had looked at the count, and was not yet done, would not be seen by who has the lock.
        // The kernel lets go of this lock when its owner is killed.
        FileLock lock = scoreboard.lock();
        try {
            loop.open(client, protocol, scoreboard.open() < maxConnections);
            tally.run();
        } finally {
            lock.release();
        }
    }
}
