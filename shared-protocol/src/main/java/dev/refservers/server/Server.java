package dev.refservers.server;

import dev.refservers.protocol.Status;
import java.net.InetSocketAddress;

/** A server that listens and serves. Safe for use by many threads. */
public interface Server extends AutoCloseable {

    /** The address it listens on; a port 0 that was asked for is resolved. */
    InetSocketAddress address();

    /** Connections that were accepted and wait until there is time to serve them: 0 where none ever waits. */
    default int connectionsWaiting() {
        return 0;
    }

    /**
     * What the whole server has done, where this process has done {@code own}: the same, unless others serve clients for
     * it.
     */
    default Status whole(Status own) {
        return own;
    }

    /**
     * Closes gracefully: stops accepting, shuts every session down, writes what is owed, and after the grace period
     * closes what is still open. Returns when everything is closed and every thread and process has ended. A second
     * call waits for the first.
     */
    @Override
    void close();
}
