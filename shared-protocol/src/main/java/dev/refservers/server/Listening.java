package dev.refservers.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;

/**
 * Has a socket of the JDK listen where the settings say. Safe for use by many threads. When it cannot, the socket is closed,
 * and the exception names the address.
 */
public final class Listening {

    private interface Bind {
        void bind(InetSocketAddress address, int backlog) throws IOException;
    }

    private Listening() {}

    /** Binds it; {@link ServerSocketChannel#accept} then gets the clients. */
    public static ServerSocketChannel bind(ServerSocketChannel listener, Settings settings) throws IOException {
        bind(listener, settings, listener::bind);
        return listener;
    }

    /** Binds it; {@link AsynchronousServerSocketChannel#accept} then gets the clients. */
    public static AsynchronousServerSocketChannel bind(AsynchronousServerSocketChannel listener, Settings settings)
            throws IOException {
        bind(listener, settings, listener::bind);
        return listener;
    }

    /** Binds it; {@link ServerSocket#accept} then gets the clients. */
    public static ServerSocket bind(ServerSocket listener, Settings settings) throws IOException {
        try {
            // As below.
            listener.setReuseAddress(true);
            settings.keepalive().listen(listener);
            listener.bind(settings.address(), settings.backlog());
            return listener;
        } catch (IOException failure) {
            throw closed(listener, settings, failure);
        }
    }

    private static void bind(NetworkChannel listener, Settings settings, Bind bind) throws IOException {
        try {
            // A restarted server need not wait until the connections of the one before have been forgotten.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            settings.keepalive().listen(listener);
            bind.bind(settings.address(), settings.backlog());
        } catch (IOException failure) {
            throw closed(listener, settings, failure);
        }
    }

    private static IOException closed(Closeable listener, Settings settings, IOException failure) {
        Quietly.close(listener);
        return new IOException("bind(" + settings.address() + "): " + failure.getMessage(), failure);
    }
}
