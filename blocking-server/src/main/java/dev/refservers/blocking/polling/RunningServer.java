package dev.refservers.blocking.polling;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** The event loop, on a thread of its own. Safe for use by many threads. */
final class RunningServer implements Server {

    private final InetSocketAddress address;
    private final EventLoop loop;
    private final Thread thread;

    private RunningServer(InetSocketAddress address, EventLoop loop) {
        this.address = address;
        this.loop = loop;
        thread = Thread.ofPlatform().name("polling").start(loop);
    }

    static RunningServer start(Protocol protocol, Settings settings) throws IOException {
        ServerSocketChannel listener = listen(settings);
        return new RunningServer((InetSocketAddress) listener.getLocalAddress(),
                new EventLoop(listener, protocol, settings));
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        loop.stop();
        awaitEnd(thread);
    }

    private static ServerSocketChannel listen(Settings settings) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            // Otherwise connections of the server before this one, in TIME_WAIT, would keep the port from it.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            settings.keepalive().listen(listener);
            listener.configureBlocking(false);
            return listener.bind(settings.address(), settings.backlog());
        } catch (IOException failure) {
            listener.close();
            throw new IOException("cannot listen on " + settings.address() + ": " + failure.getMessage(), failure);
        }
    }

    /** Waits even if interrupted: a server that has been closed has no threads. */
    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException signal) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
