package dev.refservers.comparison.load;

/** When the rounds of an open loop begin, at a given rate. */
public enum Arrivals {
    /** At random moments, as those of many people who do not know each other; the same for the same seed. */
    POISSON,
    /** At the n-th moment of a fixed schedule, {@code n / rate} after its start: nothing is left to chance. */
    FIXED;

    /** A schedule at one rate; the seed decides nothing where nothing is random. */
    Schedule at(double perSecond, long seed) {
        return this == FIXED ? Schedule.fixed(perSecond) : Schedule.poisson(sinceStart -> perSecond, seed);
    }
}
