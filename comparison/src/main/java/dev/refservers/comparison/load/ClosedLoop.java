package dev.refservers.comparison.load;

import java.io.IOException;
import java.util.List;

/**
 * A client that is answered speaks again at once: finds out how much a server can do. While clients wait they do not
 * ask, so latencies are those of patient clients only.
 */
final class ClosedLoop implements Pace {

    private final List<Client> clients;
    private final long durationNanos;
    private long endsAt;
    private int talking;

    ClosedLoop(List<Client> clients, long durationNanos) {
        this.clients = clients;
        this.durationNanos = durationNanos;
    }

    @Override
    public void begin(long now) throws IOException {
        endsAt = now + durationNanos;
        for (Client client : clients) {
            client.speak(System.nanoTime());
            talking++;
        }
    }

    @Override
    public void tick(long now) {
        // Nothing is ever due: what there is to say is said when a reply comes.
    }

    /** The window goes on until each client has ended its round, so that the next one finds the server's queues empty. */
    @Override
    public void turnEnded(Client client) throws IOException {
        if (client.roundEnded() && client.heardAt() - endsAt >= 0) {
            talking--;
        } else {
            client.speak(client.heardAt());
        }
    }

    @Override
    public boolean over() {
        return talking == 0;
    }

    @Override
    public long nanosUntilDue(long now) {
        return Long.MAX_VALUE;
    }
}
