package dev.refservers.comparison.load;

import java.util.List;

/** A load of requests on connections that stay open: who says what, and how much of it at once. */
public interface Conversation extends Scenario {

    /** Of what all say alike, each connection names a queue of its own: the first one tells what the others do. */
    @Override
    default boolean touchesQueues(String protocol) {
        return protocol.equals("queue") && turns(protocol, 0).stream().flatMap(List::stream)
                .anyMatch(exchange -> !Requests.namesNoQueue(exchange.request()));
    }

    /** Requests that a connection has in flight at once. */
    int depth();

    /** Rounds that begin in a second on all connections together, at random moments; 0 is a closed loop. */
    default double roundsPerSecond() {
        return 0;
    }

    /**
     * The shortest window that shows what a request costs: it begins and ends with nothing in flight, and what that leaves idle
     * must be little of it.
     */
    default long leastMillis() {
        return 50;
    }

    /** What is said to a server until it has settled: this, or the same sooner. */
    default Conversation warmUp() {
        return this;
    }

    /** Whether those moments are random, or all at the same distance. */
    default Arrivals arrivals() {
        return Arrivals.POISSON;
    }

    /**
     * So many connections, beside each other, go from round to round together, and have the same number in them: what one
     * pushes, another may pop. Only in a closed loop more than 1.
     */
    default int party() {
        return 1;
    }

    /** What the connection of this index says in each round: each inner list is a turn, sent at once. */
    List<List<Exchange>> turns(String protocol, int connection);
}
