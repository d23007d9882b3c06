package dev.refservers.comparison.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Drives all clients from one thread, with one selector; a {@link Pace} says when they speak. */
final class Reactor implements AutoCloseable {

    private static final int READ_BUFFER_BYTES = 64 << 10;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean spin;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    /** Those of the clients who speak in windows; the others are silent. */
    private List<Client> talkers = clients;
    private int party = 1;
    private Arrivals arrivals = Arrivals.POISSON;
    private final SlowReaders slowReaders = new SlowReaders();
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final Histogram latencies = Recorder.histogram();
    private final Consumer<SelectionKey> ready = this::ready;
    private final Histogram lags = Recorder.histogram();
    private final Recorder usualRecorder = Recorder.into(latencies);
    private final Histogram latenciesFromSending = Recorder.histogram();
    private final Recorder openRecorder = Recorder.into(latencies, latenciesFromSending);
    private Recorder recorder = usualRecorder;
    private Pace pace = new Silence(0);
    private @Nullable Exception failure;

    /**
     * A reactor without clients.
     *
     * @param spin asks the kernel again and again instead of sleeping, which wants a core to itself: then the server does
     *        not pay for waking us, and we do not pay for being woken
     */
    Reactor(boolean spin) throws IOException {
        this.spin = spin;
        this.selector = Selector.open();
    }

    /** Opens the connections that the scenario wants, all of them before anything is said. */
    void connect(InetSocketAddress server, int connections, Duration patience) throws LoadFailure {
        disconnect();
        add(server, connections, patience);
    }

    /** Opens more connections beside those that are open, before anything is said on them. */
    void add(InetSocketAddress server, int connections, Duration patience) throws LoadFailure {
        for (int i = 1; i <= connections; i++) {
            try {
                clients.add(new Client(clients.size(), server, selector, (int) patience.toMillis()));
            } catch (IOException refused) {
                throw new LoadFailure("connection " + i + " of " + connections + " could not be opened: "
                        + refused.getMessage(), refused);
            }
        }
    }

    /** The clients, in the order in which they have come. */
    List<Client> clients() {
        return clients;
    }

    /** Those who read slowly, beside the clients; they are read from in every window. */
    SlowReaders slowReaders() {
        return slowReaders;
    }

    /** Changes what all clients say, and lets each say one round of it: so each is known to be served. */
    void converse(Conversation conversation, String protocol, Duration patience) throws LoadFailure {
        converse(conversation, protocol, clients.size(), patience);
    }

    /** The same for so many clients, evenly spread over all; the others are silent from now on. */
    void converse(Conversation conversation, String protocol, int count, Duration patience) throws LoadFailure {
        if (count % conversation.party() != 0) {
            throw new LoadFailure("limit reached at " + LoadFailure.connections(count) + ": this takes "
                    + conversation.party() + " that are served at once");
        }
        talkers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            talkers.add(clients.get((int) ((long) i * clients.size() / count)));
        }
        party = conversation.party();
        arrivals = conversation.arrivals();
        long round = clients.stream().mapToLong(Client::round).max().orElse(0);
        talkers.forEach(client -> client.converse(conversation, protocol, round));
        run(new ClosedLoop(talkers, party, 0), usualRecorder, patience);
    }

    /**
     * Lets each client speak as soon as it is answered, and returns when nothing is in flight any more.
     *
     * @param patience the longest time in which nobody is answered
     */
    Window run(Duration duration, Duration patience) throws LoadFailure {
        return run(new ClosedLoop(talkers, party, duration.toNanos()), usualRecorder, patience);
    }

    /**
     * Lets clients speak at moments that are decided beforehand, and returns when nothing is in flight any more.
     *
     * @param patience the longest time in which nobody is answered
     */
    Window run(Duration duration, Duration patience, double roundsPerSecond, long seed) throws LoadFailure {
        OpenLoop openLoop = openLoop(duration.toNanos(), arrivals.at(roundsPerSecond, seed));
        latenciesFromSending.reset();
        return run(openLoop, openRecorder, patience).offering(openLoop.offered() / (duration.toNanos() / 1e9),
                new Sending(latenciesFromSending, lags));
    }

    /** A window of load in which the schedule decides; how late the generator is itself is recorded anew. */
    OpenLoop openLoop(long durationNanos, Schedule schedule) {
        lags.reset();
        return new OpenLoop(talkers, durationNanos, schedule, lags);
    }

    /** Those of the clients who speak. */
    List<Client> talkers() {
        return talkers;
    }

    /** Says nothing, and returns after a while: a silent client that is dropped meanwhile is a failure. */
    Window rest(Duration duration) throws LoadFailure {
        return run(new Silence(duration.toNanos()), usualRecorder, duration);
    }

    /** Lets clients speak as this pace says, and returns when the window is over. */
    Window run(Pace newPace, Recorder newRecorder, Duration patience) throws LoadFailure {
        pace = newPace;
        recorder = newRecorder;
        latencies.reset();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long idleNanos = talk(patience, start);
        long end = System.nanoTime();
        long busyNanos = spin ? end - start - idleNanos : threads.getCurrentThreadCpuTime() - cpuBefore;
        return new Window(latencies.getTotalCount(), end - start, Math.max(0, busyNanos), 0, 0, latencies);
    }

    /** Closes all connections. */
    void disconnect() throws LoadFailure {
        try {
            slowReaders.close();
            for (Client client : clients) {
                client.close();
            }
            // Cancelled keys hold their descriptors until the next selection.
            selector.selectNow();
        } catch (IOException failed) {
            throw new LoadFailure("a connection could not be closed: " + failed.getMessage(), failed);
        }
        clients.clear();
        talkers = clients;
    }

    @Override
    public void close() throws IOException {
        try {
            disconnect();
        } catch (LoadFailure failed) {
            throw new IOException(failed);
        } finally {
            selector.close();
        }
    }

    /** Returns the nanoseconds that passed in looking for something to do and finding nothing. */
    private long talk(Duration patience, long start) throws LoadFailure {
        long idleNanos = 0;
        long last = start;
        long lastReady = start;
        try {
            pace.begin(start);
            while (!pace.over()) {
                int count = select(pace.nanosUntilDue(last));
                long now = System.nanoTime();
                if (failure != null) {
                    throw failure;
                }
                if (count > 0) {
                    lastReady = now;
                } else {
                    idleNanos += now - last;
                    checkPatience(now - lastReady, patience);
                }
                last = now;
                pace.tick(now);
                slowReaders.tick(now);
            }
            return idleNanos;
        } catch (LoadFailure wrong) {
            throw wrong;
        } catch (Exception broken) {
            throw new LoadFailure("a connection failed: " + broken.getMessage(), broken);
        } finally {
            failure = null;
        }
    }

    private int select(long nanosUntilDue) throws IOException {
        // A selector's time-outs are whole milliseconds: what is due sooner is waited for without sleep.
        return spin || nanosUntilDue < 2_000_000
                ? selector.selectNow(ready)
                : selector.select(ready, Math.min(100, nanosUntilDue / 1_000_000 - 1));
    }

    private void checkPatience(long silentNanos, Duration patience) throws LoadFailure {
        if (silentNanos > patience.toNanos()) {
            long waiting = clients.stream().filter(client -> client.owed() > 0).count();
            if (waiting > 0) {
                throw new LoadFailure(waiting + " of " + clients.size() + " connections got no reply for "
                        + patience.toMillis() / 1000.0 + " s");
            }
        }
    }

    private void ready(SelectionKey key) {
        if (failure != null) {
            return;
        }
        Client client = (Client) key.attachment();
        try {
            if (key.isWritable()) {
                client.write();
            }
            if (key.isReadable() && client.hear(in, recorder)) {
                pace.turnEnded(client);
            }
        } catch (IOException | LoadFailure broken) {
            if (!pace.lost(client, broken)) {
                failure = broken;
            }
        }
    }
}
