package dev.refservers.comparison.load;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * See {@link #why}.
 *
 * @param name see {@link Scenario}
 * @param depth see {@link Conversation}
 * @param blocksMost see {@link Scenario}
 */
record Pipelining(String name, int depth, int blocksMost) implements Conversation {

    /** As deep as redis-benchmark is told to go where throughput is to look good. */
    static final Pipelining USUAL = new Pipelining("pipelining", 16, 3);

    /** So deep that the calls of the kernel hardly count any more. */
    static final Pipelining DEEP = new Pipelining("pipelining-64", 64, 2);

    @Override
    public String title() {
        return "50 connections, each sends " + depth + " requests at once and waits for all replies";
    }

    @Override
    public String why() {
        return depth + " requests share one read and one write: what remains is the cost of the protocol's own code.";
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
    public long leastMillis() {
        return depth > USUAL.depth ? 200 : 100;
    }

    @Override
    public String family() {
        return "depth";
    }

    @Override
    public String axis() {
        return "requests in flight";
    }

    @Override
    public OptionalDouble value() {
        return OptionalDouble.of(depth);
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(Collections.nCopies(depth, Requests.least(protocol, connection)));
    }
}
