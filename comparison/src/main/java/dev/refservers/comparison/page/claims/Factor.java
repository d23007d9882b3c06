package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.statistics.Interval;
import dev.refservers.comparison.statistics.Ratio;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many times as much, and how surely.
 *
 * @param value the estimate
 * @param low it may as well be this; 0 where nothing is known of that
 * @param high or this; infinite where nothing is known of that
 * @param once what the bounds are from, as a sentence, where it was measured too seldom for an interval; else empty
 * @param full whether it would have been more, had the server not used all of its core
 */
record Factor(double value, double low, double high, String once, boolean full) {

    /** Of a ratio of CPU times, whose interval is widened by the noise; without interval by what was apart there. */
    static Factor of(Ratio ratio, Apart apart) {
        double noise = 1 + ratio.noise();
        return bounded(ratio.ratio(), ratio.low() / noise, ratio.high() * noise, apart);
    }

    /** Of figures of blocks: the first of {@code more} belongs to the first of {@code than}; both have one at least. */
    static Factor of(double[] more, double[] than, Apart apart) {
        Interval interval = Interval.of(IntStream.range(0, Math.min(more.length, than.length))
                .mapToDouble(i -> Math.log(more[i] / than[i])).toArray());
        return bounded(Math.exp(interval.median()), Math.exp(interval.low()), Math.exp(interval.high()), apart);
    }

    private static Factor bounded(double value, double low, double high, Apart apart) {
        return low > 0 && Double.isFinite(high)
                ? new Factor(value, low, high, "", false)
                : new Factor(value, value / apart.margin(), value * apart.margin(), apart.words(), false);
    }

    /** The same of a server that could not have used more. */
    Factor atLeast() {
        return new Factor(value, low, Double.POSITIVE_INFINITY, once, true);
    }

    /** Such as "1.31 (1.27 to 1.35)"; without brackets where there is no interval. */
    String words() {
        return (full ? "at least " : "") + Numbers.ratio(value) + (once.isEmpty()
                ? " (" + Numbers.ratio(low) + " to " + (full ? "more" : Numbers.ratio(high)) + ")"
                : "");
    }

    /** To be put behind the sentence that has {@link #words} in it. */
    String remark() {
        return once.isEmpty() ? "" : " " + once;
    }

    /** Why it decides nothing; empty where it is surely on one side of this bound. */
    Optional<String> undecided(double bound) {
        if (low > bound || high < bound) {
            return Optional.empty();
        }
        return Optional.of(once.isEmpty()
                ? "Undecided: the interval has " + Numbers.ratio(bound) + " in it."
                : full && value > bound
                        ? "Undecided: it is at least as much, and not clearly further from " + Numbers.ratio(bound)
                                + " than noise."
                        : "Undecided: it is not clearly further from " + Numbers.ratio(bound) + " than noise.");
    }
}
