package dev.refservers.fuzzing;

import java.time.Duration;

/**
 * How servers are fuzzed.
 *
 * @param seed from which everything follows
 * @param connections of one episode
 * @param patience how long a reply may take that the reference has given; servers with more patience get more
 * @param shrinkLimit how long it may take to shorten one divergence
 * @param mostKinds divergences of so many kinds are enough: the target is then left alone
 */
public record FuzzOptions(long seed, int connections, Duration patience, Duration shrinkLimit, int mostKinds) {

    /** Seed 1, four connections. */
    public static final FuzzOptions DEFAULT = new FuzzOptions(1, 4, Duration.ofSeconds(3), Duration.ofSeconds(60), 10);

    public FuzzOptions {
        if (connections < 1 || connections > Names.MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections is " + connections + ", but must be from 1 to " + Names.MOST_CONNECTIONS);
        }
    }

    /** The same with another seed. */
    public FuzzOptions withSeed(long other) {
        return new FuzzOptions(other, connections, patience, shrinkLimit, mostKinds);
    }

    /** The same with another number of connections. */
    public FuzzOptions withConnections(int other) {
        return new FuzzOptions(seed, other, patience, shrinkLimit, mostKinds);
    }

    /** The same with another patience. */
    public FuzzOptions withPatience(Duration other) {
        return new FuzzOptions(seed, connections, other, shrinkLimit, mostKinds);
    }
}
