package dev.refservers.epoll;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Sockets;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Listening sockets, one for each loop, all on one address: the kernel deals the clients out by SO_REUSEPORT.
 *
 * <p>
 * Each loop then has a queue of its own to accept from, as if it were alone. One socket that all loops watch would be
 * the other way, with EPOLLEXCLUSIVE, so that a client does not wake them all: but of the idle loops the kernel wakes
 * the same one first, again and again, and whoever was first keeps most of the clients.
 */
final class Listeners {

    private Listeners() {}

    /** Listens where the settings say, once for each of their loops: the descriptors. */
    static int[] open(Settings settings) throws IOException {
        InetSocketAddress address = settings.address();
        if (address.isUnresolved()) {
            throw new IOException("bind(" + address.getHostString() + "): no address of that name; use a number");
        }
        int[] listeners = new int[settings.loops()];
        int opened = 0;
        try {
            for (; opened < listeners.length; opened++) {
                listeners[opened] = listen(address, settings, opened == 0, listeners.length > 1);
                // A port 0 is chosen for the first, and the others join it.
                address = Sockets.getsockname(listeners[0]);
            }
            return listeners;
        } catch (IOException failure) {
            while (opened > 0) {
                Descriptors.close(listeners[--opened]);
            }
            throw failure;
        }
    }

    private static int listen(InetSocketAddress address, Settings settings, boolean first, boolean shared)
            throws IOException {
        int listener = Sockets.socket(Sockets.family(address.getAddress()),
                Sockets.SOCK_STREAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC, 0);
        try {
            // A restarted server need not wait until the connections of the one before have been forgotten.
            Sockets.setsockopt(listener, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
            // A reply is written whole: to hold it back for more bytes to come only delays it. Accepted sockets inherit.
            Sockets.setsockopt(listener, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
            Sockets.keepAlive(listener, settings.keepalive().seconds());
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
            Sockets.listen(listener, settings.backlog());
            return listener;
        } catch (IOException failure) {
            Descriptors.close(listener);
            throw failure;
        }
    }
}
