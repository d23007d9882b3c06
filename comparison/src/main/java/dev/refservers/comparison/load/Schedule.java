package dev.refservers.comparison.load;

import java.util.Random;
import java.util.function.LongToDoubleFunction;

/** The moments at which something is due, one after the other. Used by one thread, once. */
interface Schedule {

    /** How long after the moment before, or the start, the next one is, when that one was so long after the start. */
    long gapNanos(long sinceStartNanos);

    /** {@code t_n = n / rate}: what is rounded off one gap is in the next. */
    static Schedule fixed(double perSecond) {
        double gap = 1e9 / perSecond;
        return new Schedule() {
            private long number;

            @Override
            public long gapNanos(long sinceStartNanos) {
                return Math.max(1, (long) (++number * gap) - sinceStartNanos);
            }
        };
    }

    /** Poisson arrivals whose rate may change with the time since the start. */
    static Schedule poisson(LongToDoubleFunction perSecond, long seed) {
        Random random = new Random(seed);
        return sinceStart -> Math.max(1,
                (long) (-Math.log(1 - random.nextDouble()) * 1e9 / perSecond.applyAsDouble(sinceStart)));
    }
}
