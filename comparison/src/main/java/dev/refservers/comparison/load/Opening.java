package dev.refservers.comparison.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how many connections a server serves at once: opens them in batches, and each must be answered once before there
 * are more. Used by the reactor's thread, once.
 */
final class Opening {

    private static final int BATCH = 50;

    private final Reactor reactor;
    private int served;
    private @Nullable Exception reason;

    Opening(Reactor reactor) {
        this.reactor = reactor;
    }

    /**
     * Opens so many connections.
     *
     * @param patience the longest time in which nobody is answered
     * @throws LoadFailure when the server serves fewer, with their number
     */
    void open(InetSocketAddress server, int connections, Conversation conversation, String protocol, Duration patience)
            throws LoadFailure {
        reactor.disconnect();
        List<Client> clients = reactor.clients();
        while (served < connections) {
            int before = served;
            try {
                reactor.add(server, Math.min(BATCH, connections - served), patience);
                List<Client> batch = List.copyOf(clients.subList(before, clients.size()));
                batch.forEach(client -> client.converse(conversation, protocol, 0));
                reactor.run(new Batch(batch), Recorder.NONE, patience);
            } catch (LoadFailure failure) {
                reason = failure;
            }
            if (reason != null) {
                throw limit(connections, reason);
            }
        }
    }

    private LoadFailure limit(int wanted, Exception why) {
        String sentence = why instanceof LoadFailure failure
                ? failure.sentence()
                : "a connection failed: "
                        + why.getMessage();
        return served == 0
                ? new LoadFailure(sentence, why)
                : new LoadFailure("limit reached at " + LoadFailure.connections(served) + " of " + wanted + ": "
                        + sentence, why);
    }

    /** Each speaks once. */
    private final class Batch implements Pace {
        private final List<Client> clients;
        private int waiting;

        Batch(List<Client> clients) {
            this.clients = clients;
        }

        @Override
        public void begin(long now) throws IOException {
            waiting = clients.size();
            for (Client client : clients) {
                try {
                    client.speak(now);
                } catch (IOException refused) {
                    lost(client, refused);
                }
            }
        }

        @Override
        public void tick(long now) {
            // Nothing is ever due.
        }

        @Override
        public void turnEnded(Client client) {
            served++;
            waiting--;
        }

        /** One that is refused tells why; those beside it are listened to nevertheless, as they count. */
        @Override
        public boolean lost(Client client, Exception why) {
            if (!clients.contains(client)) {
                return false;
            }
            client.close();
            waiting--;
            if (reason == null) {
                reason = why;
            }
            return true;
        }

        @Override
        public boolean over() {
            return waiting == 0;
        }

        @Override
        public long nanosUntilDue(long now) {
            return Long.MAX_VALUE;
        }
    }
}
