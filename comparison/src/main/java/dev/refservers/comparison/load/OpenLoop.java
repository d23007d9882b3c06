package dev.refservers.comparison.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * Rounds begin at moments that are decided beforehand, whether or not the server keeps up: Poisson arrivals, the same for
 * the same seed. A round for which no client is free waits for one, and its latency counts from the moment at which it
 * should have begun: so a server that stops is seen by all who would have come meanwhile.
 */
final class OpenLoop implements Pace {

    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Client> clients;
    private final Random random;
    private final double meanGapNanos;
    private final long durationNanos;
    private final ArrayDeque<Client> free;
    private final LongQueue overdue = new LongQueue();
    private final Histogram lags;
    private long nextAt;
    private long endsAt;
    private long offered;

    /**
     * A window of this load.
     *
     * @param lags where it records how late rounds began although a client was free: the generator's own doing
     */
    OpenLoop(List<Client> clients, long durationNanos, double roundsPerSecond, long seed, Histogram lags) {
        this.clients = clients;
        this.durationNanos = durationNanos;
        this.meanGapNanos = NANOS_PER_SECOND / roundsPerSecond;
        this.random = new Random(seed);
        this.free = new ArrayDeque<>(clients);
        this.lags = lags;
    }

    /** Rounds that should have begun. */
    long offered() {
        return offered;
    }

    @Override
    public void begin(long now) {
        endsAt = now + durationNanos;
        nextAt = now + gapNanos();
    }

    @Override
    public void tick(long now) throws IOException {
        while (nextAt - now <= 0 && nextAt - endsAt < 0) {
            offered++;
            Client client = free.poll();
            if (client == null) {
                overdue.add(nextAt);
            } else {
                client.speak(nextAt);
                lags.recordValue(Math.clamp(System.nanoTime() - nextAt, 0, lags.getHighestTrackableValue()));
            }
            nextAt += gapNanos();
        }
    }

    @Override
    public void turnEnded(Client client) throws IOException {
        if (!client.roundEnded()) {
            client.speak(client.heardAt());
        } else if (overdue.isEmpty()) {
            free.add(client);
        } else {
            client.speak(overdue.remove());
        }
    }

    @Override
    public boolean over() {
        return nextAt - endsAt >= 0 && free.size() == clients.size();
    }

    @Override
    public long nanosUntilDue(long now) {
        return nextAt - endsAt >= 0 ? Long.MAX_VALUE : Math.max(0, nextAt - now);
    }

    private long gapNanos() {
        return Math.max(1, (long) (-Math.log(1 - random.nextDouble()) * meanGapNanos));
    }
}
