package dev.refservers.comparison.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Rounds begin at moments that a schedule decides beforehand, whether or not the server keeps up. A round for which no client is free waits for one, and its latency counts from the moment at which it
 * should have begun: so a server that stops is seen by all who would have come meanwhile.
 */
final class OpenLoop implements Pace {

    private final List<Client> clients;
    private final Schedule schedule;
    private final long durationNanos;
    private final ArrayDeque<Client> free;
    private final LongQueue overdue = new LongQueue();
    private final Histogram lags;
    private long startedAt;
    private long nextAt;
    private long endsAt;
    private long offered;

    /**
     * A window of this load.
     *
     * @param lags where it records how late rounds began although a client was free: the generator's own doing
     */
    OpenLoop(List<Client> clients, long durationNanos, Schedule schedule, Histogram lags) {
        this.clients = clients;
        this.durationNanos = durationNanos;
        this.schedule = schedule;
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
        startedAt = now;
        nextAt = now + schedule.gapNanos(0);
    }

    @Override
    public void tick(long now) throws IOException {
        while (nextAt - now <= 0 && nextAt - endsAt < 0) {
            offered++;
            Client client = free.poll();
            if (client == null) {
                overdue.add(nextAt);
            } else {
                long sentAt = System.nanoTime();
                client.speak(nextAt, sentAt);
                Recorder.record(lags, sentAt - nextAt, 1);
            }
            nextAt += schedule.gapNanos(nextAt - startedAt);
        }
    }

    @Override
    public void turnEnded(Client client) throws IOException {
        if (!client.roundEnded()) {
            client.speak(client.heardAt());
        } else if (overdue.isEmpty()) {
            free.add(client);
        } else {
            client.speak(overdue.remove(), client.heardAt());
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
}
