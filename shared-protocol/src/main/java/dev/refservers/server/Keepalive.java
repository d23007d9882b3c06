package dev.refservers.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the kernel ask a silent peer now and then whether it is still there: one that vanished without a word is gone after
 * twice these seconds. Safe for use by many threads.
 *
 * <p>
 * What an accepted socket inherits is set once, where the server listens; the JDK sets SO_KEEPALIVE itself only on what was
 * accepted. Servers on the calls of the kernel have the same in {@code Sockets.keepAlive}.
 *
 * @param seconds of silence after which the peer is asked; three questions follow one another in a third of it; 0 is never
 */
public record Keepalive(int seconds) {

    /** Unanswered questions after which the peer is gone. */
    private static final int PROBES = 3;

    private interface Options {
        void set(SocketOption<Integer> option, int value) throws IOException;
    }

    /** Prepares a socket that listens. */
    public void listen(NetworkChannel listener) throws IOException {
        prepare(listener.supportedOptions(), listener::setOption);
    }

    /** Prepares a socket that listens. */
    public void listen(ServerSocket listener) throws IOException {
        prepare(listener.supportedOptions(), listener::setOption);
    }

    /** Switches it on for a socket that was accepted. */
    public void accepted(NetworkChannel client) throws IOException {
        if (seconds > 0) {
            client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
    }

    /** Switches it on for a socket that was accepted. */
    public void accepted(Socket client) throws IOException {
        if (seconds > 0) {
            client.setKeepAlive(true);
        }
    }

    private void prepare(Set<SocketOption<?>> supported, Options listener) throws IOException {
        // A system that has no such options asks in its own time, mostly after two hours.
        if (seconds > 0 && supported.contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            listener.set(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
            listener.set(ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, seconds / PROBES));
            listener.set(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        }
    }
}
