package dev.refservers.forking;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Sockets;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A socket that listens for clients, as a descriptor that can be handed to another process.
 *
 * @param fd non-blocking, and closed on exec: a worker has nothing that it was not given
 * @param address where it listens; a port 0 that was asked for is resolved
 */
record Listener(int fd, InetSocketAddress address) {

    /** Listens where the settings say. */
    static Listener open(Settings settings) throws IOException {
        InetSocketAddress address = settings.address();
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": no address of that name is known");
        }
        int fd = Sockets.socket(Sockets.family(address.getAddress()),
                Sockets.SOCK_STREAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC, 0);
        try {
            // A restarted server need not wait until the connections of the one before have been forgotten.
            Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
            // Accepted sockets inherit it. To hold a reply back, in case that more bytes follow, only delays it.
            Sockets.setsockopt(fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
            Sockets.keepAlive(fd, settings.keepalive().seconds());
            Sockets.bind(fd, address);
            Sockets.listen(fd, settings.backlog());
            return new Listener(fd, Sockets.getsockname(fd));
        } catch (IOException failure) {
            Descriptors.close(fd);
            throw failure;
        }
    }

    /** Stops listening, in every process that has been handed this socket. */
    void close() {
        Sockets.shutdown(fd, Sockets.SHUT_RDWR);
        Descriptors.close(fd);
    }
}
