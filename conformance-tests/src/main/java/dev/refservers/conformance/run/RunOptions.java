package dev.refservers.conformance.run;

/**
 * How scripts are run.
 *
 * @param repeat how often each script is played; the first play that does not pass is its result
 * @param timeoutScale what every limit is multiplied with, for slow machines
 * @param parallel how many servers of one target are talked to at once; scripts that share a server take turns
 * @param keepGoing whether all scripts are played although the server has died, or answers nobody
 */
public record RunOptions(int repeat, double timeoutScale, int parallel, boolean keepGoing) {

    /**
     * Once, with limits as they are, and three servers at once for each processor, 12 at the most: a script's time is mostly
     * spent waiting. Measured on two processors: 280 s for 15 servers with 3 at once, 199 s with 6.
     */
    public static final RunOptions DEFAULT = new RunOptions(1, 1,
            Math.min(12, 3 * Runtime.getRuntime().availableProcessors()), false);

    public RunOptions {
        if (repeat < 1) {
            throw new IllegalArgumentException("repeat is " + repeat + ", but must be at least 1");
        }
        if (!(timeoutScale > 0)) {
            throw new IllegalArgumentException("timeoutScale is " + timeoutScale + ", but must be greater than 0");
        }
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel is " + parallel + ", but must be at least 1");
        }
    }

    /** The same, with each script played so often. */
    public RunOptions withRepeat(int times) {
        return new RunOptions(times, timeoutScale, parallel, keepGoing);
    }

    /** The same, with every limit multiplied by this. */
    public RunOptions withTimeoutScale(double scale) {
        return new RunOptions(repeat, scale, parallel, keepGoing);
    }

    /** The same, to the end, whatever becomes of the server. */
    public RunOptions withKeepGoing(boolean toTheEnd) {
        return new RunOptions(repeat, timeoutScale, parallel, toTheEnd);
    }

    /** The same, with so many servers at once. */
    public RunOptions withParallel(int servers) {
        return new RunOptions(repeat, timeoutScale, servers, keepGoing);
    }
}
