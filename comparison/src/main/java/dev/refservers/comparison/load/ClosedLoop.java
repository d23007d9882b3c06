package dev.refservers.comparison.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that is answered speaks again at once: finds out how much a server can do. While clients wait they do not
 * ask, so latencies are those of patient clients only.
 */
final class ClosedLoop implements Pace {

    private final List<Client> clients;
    private final int party;
    private final long durationNanos;
    private long endsAt;
    private int talking;

    /** A window of this load; so many clients beside each other share their rounds. */
    ClosedLoop(List<Client> clients, int party, long durationNanos) {
        this.clients = clients;
        this.party = party;
        this.durationNanos = durationNanos;
    }

    @Override
    public void begin(long now) throws IOException {
        endsAt = now + durationNanos;
        List<Party> parties = new ArrayList<>();
        for (int first = 0; first < clients.size(); first += party) {
            parties.add(new Party(clients.subList(first, first + party)));
        }
        talking = parties.size();
        for (Party each : parties) {
            speak(each);
        }
    }

    @Override
    public void tick(long now) {
        // Nothing is ever due: what there is to say is said when a reply comes.
    }

    /** The window goes on until each party has ended its round, so that the next one finds the server's queues empty. */
    @Override
    public void turnEnded(Client client) throws IOException {
        if (!client.roundEnded()) {
            client.speak(client.heardAt());
        } else if (client.party().roundEnded()) {
            if (client.heardAt() - endsAt >= 0) {
                talking--;
            } else {
                speak(client.party());
            }
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

    private static void speak(Party party) throws IOException {
        List<Client> members = party.members();
        // By index: an iterator would be garbage for each request.
        for (int i = 0; i < members.size(); i++) {
            members.get(i).speak(System.nanoTime());
        }
    }
}
