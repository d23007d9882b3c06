package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.targets.OwnKeys;
import dev.refservers.conformance.targets.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * All connections of one conversation, moved by the thread that plays it: whenever a line waits, {@link #move} reads
 * and writes for everybody. So thousands of clients need no thread of their own.
 */
final class Wire implements AutoCloseable {

    private static final long MILLISECOND = 1_000_000;

    private final InetSocketAddress server;
    private final Recorder recorder;
    private final Optional<OwnKeys> keys;
    private final Selector selector;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Budget budget = new Budget();

    /** Those whose bytes wait: for room in the kernel, or for their time. */
    private final Set<Client> unsent = new LinkedHashSet<>();
    private long lastMoveNanos = System.nanoTime();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

    Wire(RunningServer server, Recorder recorder) throws IOException {
        this.server = server.address();
        this.recorder = recorder;
        this.keys = server.ownKeys();
        this.selector = Selector.open();
    }

    /** The client of this name, if it has begun to connect. */
    Optional<Client> client(String name) {
        return Optional.ofNullable(clients.get(name));
    }

    List<Client> clients() {
        return new ArrayList<>(clients.values());
    }

    /** A line waits for so many bytes at once. */
    void allow(int bytes) {
        budget.allow(bytes);
    }

    /** Begins to connect a client, in place of an earlier one of the same name that is gone. */
    Client open(String name) throws IOException {
        Client earlier = clients.get(name);
        if (earlier != null && earlier.state() != Client.State.REFUSED && earlier.state() != Client.State.CLOSED) {
            if (earlier.end() == Client.End.NOT_YET) {
                throw new IllegalStateException("the script connects " + name + ", which is connected");
            }
            close(earlier, false);
        }
        Client client = new Client(name, server, selector, recorder, budget);
        clients.put(name, client);
        return client;
    }

    /** Closes a client, so that the server hears of it now. */
    void close(Client client, boolean withReset) throws IOException {
        client.close(withReset);
        // A channel that is registered is really closed by the next selection.
        selector.selectNow();
    }

    void send(Client client, Bytes bytes) {
        keys.ifPresent(made -> made.sent(client, bytes));
        client.send(bytes, System.nanoTime());
        watch(client);
    }

    void halfClose(Client client) {
        client.halfClose(System.nanoTime());
        watch(client);
    }

    private void watch(Client client) {
        if (!client.hasSentAll()) {
            unsent.add(client);
        }
    }

    /** Reads and writes what can be now, unless it has just done so. */
    void moveNow() throws IOException {
        if (System.nanoTime() - lastMoveNanos > MILLISECOND / 5) {
            selector.selectNow();
            moveReady();
        }
    }

    /** Reads and writes; waits for something to happen, but not beyond {@code until}. */
    void move(long until) throws IOException {
        // What is due goes out first: then all that is left waits for its time, or for the kernel. By one look at the
        // clock: a piece that comes due between two is neither sent nor waited for.
        long now = System.nanoTime();
        flushUnsent(now);
        long wait = nextPiece(now, until) - now;
        if (wait >= MILLISECOND) {
            selector.select(wait / MILLISECOND);
        } else {
            if (wait > 0 && selector.selectNow() == 0) {
                // Selectors count in milliseconds, and pieces of a millisecond's pause would take ten times as long.
                LockSupport.parkNanos(Math.min(wait, MILLISECOND / 20));
            }
            selector.selectNow();
        }
        moveReady();
    }

    /** When something must be written without the kernel's asking, or {@code until}. */
    private long nextPiece(long now, long until) {
        long next = until;
        for (Client client : unsent) {
            if (client.isPausing(now) && client.nextPieceNanos() - next < 0) {
                next = client.nextPieceNanos();
            }
        }
        return next;
    }

    private void moveReady() throws Budget.Exceeded {
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Client client) {
                client.ready(buffer, now);
                budget.check(client.name());
            }
        }
        selector.selectedKeys().clear();
        flushUnsent(now);
        lastMoveNanos = now;
    }

    private void flushUnsent(long now) {
        for (Iterator<Client> waiting = unsent.iterator(); waiting.hasNext();) {
            Client client = waiting.next();
            client.flush(now);
            if (client.hasSentAll()) {
                waiting.remove();
            }
        }
    }

    /** Closes everybody, which is no part of the conversation any more. */
    @Override
    public void close() throws IOException {
        for (Client client : clients.values()) {
            client.leave();
        }
        selector.close();
    }
}
