package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.statistics.Interval;
import dev.refservers.comparison.statistics.Ratio;
import java.util.stream.IntStream;

/**
 * How many times as much, and how surely.
 *
 * @param value the estimate
 * @param low it may as well be this
 * @param high or this
 */
record Factor(double value, double low, double high) {

    /** What a single window is worth: in the next, everything may be this much more or less. */
    private static final double SINGLE = 1.1;

    /** From a ratio of CPU times, whose bounds are widened by the noise. */
    static Factor of(Ratio ratio) {
        double noise = 1 + ratio.noise();
        return bounded(ratio.ratio(), ratio.low() / noise, ratio.high() * noise);
    }

    /** From figures of blocks: the first of {@code more} belongs to the first of {@code than}; both have one at least. */
    static Factor of(double[] more, double[] than) {
        Interval interval = Interval.of(IntStream.range(0, Math.min(more.length, than.length))
                .mapToDouble(i -> Math.log(more[i] / than[i])).toArray());
        return bounded(Math.exp(interval.median()), Math.exp(interval.low()), Math.exp(interval.high()));
    }

    private static Factor bounded(double value, double low, double high) {
        return low > 0 && Double.isFinite(high)
                ? new Factor(value, low, high)
                : new Factor(value, value / SINGLE, value * SINGLE);
    }

    /** Such as "1.31 (1.27 to 1.35)". */
    String words() {
        return Numbers.ratio(value) + " (" + Numbers.ratio(low) + " to " + Numbers.ratio(high) + ")";
    }
}
