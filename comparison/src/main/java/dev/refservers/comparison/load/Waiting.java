package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/**
 * See {@link #why}.
 *
 * @param name see {@link Scenario}
 * @param millis how long each request waits
 */
record Waiting(String name, int millis) implements Conversation {

    /** The textbook's. */
    static final Conversation USUAL = new Waiting("waiting", 50);
    /** To warm up with: 1,000 requests a second are so few that compilers would take for minutes. */
    private static final Conversation BRIEF = new Waiting("waiting-briefly", 1);

    @Override
    public String title() {
        return "50 connections, each pops from an empty queue, for which the server waits " + millis + " ms";
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
    public Conversation warmUp() {
        return BRIEF;
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
        return List.of(List.of(Requests.popNothing(connection, millis)));
    }
}
