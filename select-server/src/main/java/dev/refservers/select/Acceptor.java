package dev.refservers.select;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.refservers.server.Deadlines;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket: gives each client to one of the loops, in turn. Used by its own loop's thread.
 *
 * <p>
 * When the process has no descriptor left, a client that waits in the backlog would wait for ever, and its readiness
 * would wake the loop for ever. So descriptors are held in reserve: they are given up to accept that client and to
 * refuse it. Then nobody is accepted for a while, and they are taken back.
 */
final class Acceptor implements Registered {

    /** Clients accepted before the others have their turn. */
    private static final int ACCEPTS_IN_A_ROW = 64;

    /** How long nobody is accepted after a failure: what is missing, only others can give back. */
    private static final long BACK_OFF_NANOS = 100_000_000;

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final EventLoop loop;
    private final List<EventLoop> serving;
    private final ServerSocketChannel listener;
    private final SelectionKey key;
    private final Deadlines.Slot<Registered> slot = new Deadlines.Slot<>(this);

    /** Two descriptors: one for the client, one for what the process has to open meanwhile, such as a class file. */
    private @Nullable Pipe spare;
    private int next;
    private boolean failing;

    /** Listens where the settings say, as a part of {@code loop}, on behalf of the {@code serving} ones. */
    Acceptor(EventLoop loop, List<EventLoop> serving, Settings settings) throws IOException {
        this.loop = loop;
        this.serving = serving;
        this.listener = listen(settings);
        this.key = loop.register(listener, OP_ACCEPT, this);
        takeSpare();
    }

    private static ServerSocketChannel listen(Settings settings) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.configureBlocking(false);
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

    @Override
    public void ready() {
        try {
            for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
                SocketChannel client = listener.accept();
                if (client == null) {
                    return;
                }
                failing = false;
                give(client, loop.admit());
            }
        } catch (IOException failure) {
            runShort(failure);
        }
    }

    private void give(SocketChannel client, boolean admitted) {
        serving.get(next).give(client, admitted);
        next = (next + 1) % serving.size();
    }

    private void runShort(IOException failure) {
        pause();
        boolean hadSpare = spare != null;
        dropSpare();
        // Whatever may load a class or open a log comes now, while there are descriptors for that.
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "Clients are refused: accept: {0}", failure.getMessage());
        }
        if (hadSpare) {
            refuseOne();
        }
    }

    private void refuseOne() {
        try {
            SocketChannel client = listener.accept();
            if (client != null) {
                give(client, false);
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "Not even with the descriptors held in reserve", failure);
        }
    }

    private void pause() {
        key.interestOps(0);
        loop.deadlines.watch(slot, loop.tick() + BACK_OFF_NANOS);
    }

    /** Accepts again, but only with descriptors in reserve: without, the next client could not even be refused. */
    @Override
    public void resume() {
        takeSpare();
        if (spare == null) {
            pause();
        } else {
            key.interestOps(OP_ACCEPT);
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

    @Override
    public void shutdown() {
        close();
    }

    @Override
    public void close() {
        loop.deadlines.forget(slot);
        dropSpare();
        close(listener);
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "A channel is not closed properly", failure);
        }
    }
}
