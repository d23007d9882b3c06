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
        if (scoreboard.open() + scoreboard.workers() <= maxConnections) {
            // Even if every worker admits a client that the others have not heard of yet.
            open(loop, client, protocol, true);
            return;
        }
        // The kernel lets go of this lock when its owner is killed.
        FileLock lock = scoreboard.lock();
        try {
            open(loop, client, protocol, scoreboard.open() < maxConnections);
        } finally {
            lock.release();
        }
    }

    private void open(EventLoop loop, SocketChannel client, Protocol protocol, boolean admitted) {
        loop.open(client, protocol, admitted);
        tally.run();
    }
}
