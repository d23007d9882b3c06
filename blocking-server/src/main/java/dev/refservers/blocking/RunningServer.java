package dev.refservers.blocking;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread that accepts a client, serves it until it leaves, and accepts the next. Safe for use by many threads. */
final class RunningServer implements Server {

    /** How long nothing is accepted after a failure: most are a lack of something that only time can bring back. */
    private static final long BACK_OFF_MILLIS = 100;

    /** Of the buffer that the clients share, one after the other. */
    private static final int BUFFER_BYTES = 64 << 10;

    private static final System.Logger LOG = System.getLogger(RunningServer.class.getName());

    private final Protocol protocol;
    private final Settings settings;
    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Thread thread;
    private final byte[] input = new byte[BUFFER_BYTES];
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Connection connection;

    private RunningServer(Protocol protocol, Settings settings, ServerSocketChannel listener) throws IOException {
        this.protocol = protocol;
        this.settings = settings;
        this.listener = listener;
        address = (InetSocketAddress) listener.getLocalAddress();
        // The only one: whoever calls start() goes on while clients are served.
        thread = Thread.ofPlatform().name("blocking").unstarted(this::run);
    }

    static RunningServer start(Protocol protocol, Settings settings) throws IOException {
        RunningServer server = new RunningServer(protocol, settings, listen(settings));
        server.thread.start();
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        stopped.countDown();
        discard(listener);
        Connection last = connection;
        if (last != null) {
            last.shutdown();
        }
        try {
            thread.join(settings.gracePeriod());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        last = connection;
        if (last != null) {
            last.abort();
        }
        Uninterrupted.await(thread::join);
    }

    private void run() {
        boolean failing = false;
        while (isRunning()) {
            try {
                SocketChannel channel = listener.accept();
                failing = false;
                serve(channel);
            } catch (IOException failure) {
                if (isRunning()) {
                    if (!failing) {
                        LOG.log(Level.WARNING, "Clients wait for now, because accept failed: {0}",
                                failure.getMessage());
                    }
                    failing = true;
                    backOff();
                }
            }
        }
    }

    /** Serves a client, alone, until it is gone: no other is over any limit, because no other is accepted. */
    private void serve(SocketChannel channel) {
        try (channel) {
            Connection next = new Connection(channel, protocol, input, settings);
            connection = next;
            if (!isRunning()) {
                next.shutdown();
            }
            next.run();
        } catch (IOException | RuntimeException | Error failure) {
            LOG.log(Level.WARNING, "cannot serve a client", failure);
        } finally {
            connection = null;
        }
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void backOff() {
        try {
            stopped.await(BACK_OFF_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException unexpected) {
            LOG.log(Level.DEBUG, "the server's thread was interrupted", unexpected);
        }
    }

    private static ServerSocketChannel listen(Settings settings) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            // Otherwise connections of the server before this one, in TIME_WAIT, would keep the port from it.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            settings.keepalive().listen(listener);
            return listener.bind(settings.address(), settings.backlog());
        } catch (IOException failure) {
            listener.close();
            throw new IOException("cannot listen on " + settings.address() + ": " + failure.getMessage(), failure);
        }
    }

    /** Closes a channel; there is nothing to be done about a failure. */
    static void discard(Channel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing a channel: {0}", failure.getMessage());
        }
    }
}
