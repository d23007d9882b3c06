package dev.refservers.async;

import dev.refservers.protocol.Session;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, with one accept under way. Used by the loop's thread.
 *
 * <p>
 * When the process has no descriptor left, a client that waits in the backlog would wait for ever. So descriptors are
 * held in reserve: they are given up to accept that client and to refuse it. Then nobody is accepted for a while, and
 * they are taken back.
 */
final class Acceptor implements CompletionHandler<AsynchronousSocketChannel, Void> {

    /** How long nobody is accepted after a failure: what is missing, only others can give back. */
    private static final long BACK_OFF_NANOS = 100_000_000;

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final EventLoop loop;
    private final AsynchronousServerSocketChannel listener;

    /** Two descriptors: one for the client, one for what the process has to open meanwhile, such as a class file. */
    private @Nullable Pipe spare;
    private boolean failing;

    /** Whether the accept under way uses the reserve, so that its client is refused. */
    private boolean refusing;
    private long retryAt = Session.NEVER;

    /** Listens where the settings say. */
    Acceptor(EventLoop loop, AsynchronousChannelGroup group, Settings settings) throws IOException {
        this.loop = loop;
        this.listener = listen(group, settings);
        takeSpare();
    }
    private static AsynchronousServerSocketChannel listen(AsynchronousChannelGroup group, Settings settings)
            throws IOException {
        AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open(group);
        try {
            // A restarted server need not wait until the connections of the one before have been forgotten.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            settings.keepalive().listen(listener);
            return listener.bind(settings.address(), settings.backlog());
        } catch (IOException failure) {
            listener.close();
            throw new IOException("bind(" + settings.address() + "): " + failure.getMessage(), failure);
        }
    }

    /** Where it listens. */
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** Asks for the next client. */
    void accept() {
        if (listener.isOpen()) {
            listener.accept(null, this);
        }
    }

    @Override
    public void completed(AsynchronousSocketChannel client, @Nullable Void nothing) {
        loop.turn(() -> {
            if (!listener.isOpen()) {
                close(client);
            } else if (refusing) {
                loop.open(client, false);
                pause();
            } else {
                failing = false;
                loop.open(client, loop.admit());
                accept();
            }
        });
    }

    @Override
    public void failed(Throwable failure, @Nullable Void nothing) {
        if (listener.isOpen()) {
            loop.turn(() -> runShort(failure));
        }
    }

    private void runShort(Throwable failure) {
        if (refusing || spare == null) {
            LOG.log(Level.DEBUG, "Not even with the descriptors held in reserve", failure);
            pause();
            return;
        }
        dropSpare();
        // Whatever may load a class or open a log comes now, while there are descriptors for that.
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "Clients are refused: accept: {0}", failure.getMessage());
        }
        refusing = true;
        accept();
    }

    private void pause() {
        refusing = false;
        retryAt = loop.time() + BACK_OFF_NANOS;
    }

    /** Nanoseconds until {@link #retryIfDue} has something to do, or {@link Session#NEVER}. */
    long nanosUntilRetry(long now) {
        return retryAt == Session.NEVER ? Session.NEVER : Math.max(0, retryAt - now);
    }

    /** Accepts again, but only with descriptors in reserve: without, the next client could not even be refused. */
    void retryIfDue(long now) {
        if (retryAt == Session.NEVER || retryAt - now > 0) {
            return;
        }
        takeSpare();
        if (spare == null) {
            pause();
        } else {
            retryAt = Session.NEVER;
            accept();
        }
    }

    private void takeSpare() {
        if (spare == null) {
            try {
                spare = Pipe.open();
            } catch (IOException none) {
                LOG.log(Level.DEBUG, "No descriptors in reserve", none);
            }
        }
    }

    private void dropSpare() {
        Pipe dropped = spare;
        spare = null;
        if (dropped != null) {
            close(dropped.sink());
            close(dropped.source());
        }
    }

    /** Stops listening. A second call does nothing. */
    void close() {
        retryAt = Session.NEVER;
        close(listener);
        dropSpare();
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "A channel is not closed properly", failure);
        }
    }
}
