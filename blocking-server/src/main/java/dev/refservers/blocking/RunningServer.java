package dev.refservers.blocking;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Listening;
import dev.refservers.server.Quietly;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.SpareDescriptors;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread that accepts a client, serves it until it leaves, and accepts the next. Safe for use by many threads. */
final class RunningServer implements Server {

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

    /** Listens and serves. */
    RunningServer(Protocol protocol, Settings settings) throws IOException {
        this.protocol = protocol;
        this.settings = settings;
        listener = Listening.bind(ServerSocketChannel.open(), settings);
        address = (InetSocketAddress) listener.getLocalAddress();
        // The only one: whoever calls start() goes on while clients are served.
        thread = Thread.ofPlatform().name("blocking").unstarted(this::run);
        thread.start();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        stopped.countDown();
        Quietly.close(listener);
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
        Uninterrupted.await(() -> stopped.await(SpareDescriptors.BACK_OFF_NANOS, TimeUnit.NANOSECONDS));
    }
}
