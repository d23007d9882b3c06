package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class Steady implements Conversation {

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String title() {
        return "50 connections, 10,000 requests a second in all, at random moments";
    }

    @Override
    public String why() {
        return "At the same rate for all, below what any can do: CPU time is fairest here, and latency counts from the moment "
                + "at which a request should have been sent.";
    }

    @Override
    public Set<String> protocols() {
        return Requests.PROTOCOLS;
    }

    @Override
    public int connections() {
        return 50;
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public double roundsPerSecond() {
        return 10_000;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.least(protocol, connection)));
    }
}
