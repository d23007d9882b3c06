package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class Waiting implements Conversation {

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String title() {
        return "50 connections, each pops from an empty queue, for which the server waits 50 ms";
    }

    @Override
    public String why() {
        return "A request that waits is the textbook's slow web page: one that waits after the other is served 20 times a second, "
                + "and 50 at once 1,000 times.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue");
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
    public long leastMillis() {
        return 500;
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.popNothing(connection)));
    }
}
