package dev.refservers.blocking.polling;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Keepalive;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import dev.refservers.server.SpareDescriptors;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** One thread that asks the listener and each connection in turn. Used by that thread, but for {@link #shutdown}. */
final class EventLoop implements LoopServer.Loop {

    /** Of each of the two buffers: as much as is read or written by one call. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** How many clients are accepted before the others have their turn. */
    private static final int ACCEPTS_IN_A_ROW = 64;

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    /** What all connections read into and write from: no byte stays in them for longer than one call. */
    final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private final ServerSocketChannel listener;
    private final Protocol protocol;
    private final Settings settings;
    private final List<Connection> connections = new ArrayList<>();
    private int served;
    private boolean failing;
    private long acceptNotBefore = System.nanoTime();
    private volatile boolean stopping;

    /** A loop that serves the clients of {@code listener}, which does not block. */
    EventLoop(ServerSocketChannel listener, Protocol protocol, Settings settings) {
        this.listener = listener;
        this.protocol = protocol;
        this.settings = settings;
    }

    /** Serves until {@link #shutdown}; then lets the connections end, for the grace period at most, and closes all. */
    @Override
    public void run() {
        try {
            while (!stopping) {
                runOnce();
            }
            Quietly.close(listener);
            connections.forEach(Connection::shutdown);
            long end = System.nanoTime() + settings.gracePeriod().toNanos();
            while (!connections.isEmpty() && end - System.nanoTime() > 0) {
                askAll();
            }
        } finally {
            Quietly.close(listener);
            connections.forEach(Connection::close);
        }
    }

    /** One round: asks for new clients, and then every client. */
    void runOnce() {
        accept();
        askAll();
        // No more than a hint to the processor: this loop never sleeps.
        Thread.onSpinWait();
    }

    /** How clients that vanish are noticed. */
    Keepalive keepalive() {
        return settings.keepalive();
    }

    /** Asks the loop to end; returns at once. Safe from any thread. */
    @Override
    public void shutdown() {
        stopping = true;
    }

    private void accept() {
        if (acceptNotBefore - System.nanoTime() > 0) {
            return;
        }
        try {
            for (int accepts = 0; accepts < ACCEPTS_IN_A_ROW; accepts++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                failing = false;
                serve(channel);
            }
        } catch (IOException failure) {
            if (!failing) {
                LOG.log(Level.WARNING, "Clients wait for now, because accept failed: {0}", failure.getMessage());
            }
            failing = true;
            acceptNotBefore = System.nanoTime() + SpareDescriptors.BACK_OFF_NANOS;
        }
    }

    private void serve(SocketChannel channel) {
        try {
            Connection connection = new Connection(this, channel, protocol,
                    served < settings.limits().maxConnections());
            connections.add(connection);
            served += connection.counted ? 1 : 0;
        } catch (IOException | RuntimeException | Error failure) {
            LOG.log(Level.WARNING, "cannot serve a client", failure);
            Quietly.close(channel);
        }
    }

    private void askAll() {
        for (int i = 0; i < connections.size();) {
            Connection connection = connections.get(i);
            connection.ask();
            if (connection.isOpen()) {
                i++;
            } else {
                served -= connection.counted ? 1 : 0;
                // The last one takes the place of the one that has ended.
                Connection last = connections.removeLast();
                if (i < connections.size()) {
                    connections.set(i, last);
                }
            }
        }
    }
}
