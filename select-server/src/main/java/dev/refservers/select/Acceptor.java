package dev.refservers.select;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.refservers.server.Deadlines;
import dev.refservers.server.Listening;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import dev.refservers.server.SpareDescriptors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * The listening socket: gives each client to one of the loops, in turn. Used by its own loop's thread.
 *
 * <p>
 * When the process has no descriptor left, the readiness of a client that cannot be accepted would wake the loop for ever.
 * So after a failure, and after the client that {@link SpareDescriptors} let in to be refused, nobody is accepted for a while.
 */
final class Acceptor implements Registered {

    /** Clients accepted before the others have their turn. */
    private static final int ACCEPTS_IN_A_ROW = 64;

    private final EventLoop loop;
    private final List<EventLoop> serving;
    private final ServerSocketChannel listener;
    private final SelectionKey key;
    private final Deadlines.Slot<Registered> slot = new Deadlines.Slot<>(this);
    private final SpareDescriptors spare;
    private int next;

    /** Listens where the settings say, as a part of {@code loop}, on behalf of the {@code serving} ones. */
    Acceptor(EventLoop loop, List<EventLoop> serving, Settings settings) throws IOException {
        this.loop = loop;
        this.serving = serving;
        this.listener = Listening.bind(ServerSocketChannel.open(), settings);
        listener.configureBlocking(false);
        this.key = loop.register(listener, OP_ACCEPT, this);
        this.spare = new SpareDescriptors();
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
                spare.accepted();
                give(client, loop.admit());
            }
        } catch (IOException failure) {
            runShort(failure);
        }
    }

    private void give(SocketChannel client, boolean counted) {
        serving.get(next).give(client, counted);
        next = (next + 1) % serving.size();
    }

    private void runShort(IOException failure) {
        pause();
        if (spare.giveUp(failure)) {
            refuseOne();
        }
    }

    private void refuseOne() {
        try {
            SocketChannel client = listener.accept();
            if (client != null) {
                give(client, false);
            }
        } catch (IOException again) {
            spare.giveUp(again);
        }
    }

    private void pause() {
        key.interestOps(0);
        loop.deadlines.watch(slot, loop.tick() + SpareDescriptors.BACK_OFF_NANOS);
    }

    /** Accepts again, but only with descriptors in reserve: without, the next client could not even be refused. */
    @Override
    public void resume() {
        if (spare.take()) {
            key.interestOps(OP_ACCEPT);
        } else {
            pause();
        }
    }

    @Override
    public void shutdown() {
        close();
    }

    @Override
    public void close() {
        loop.deadlines.forget(slot);
        spare.close();
        Quietly.close(listener);
    }
}
