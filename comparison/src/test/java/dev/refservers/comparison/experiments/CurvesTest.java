package dev.refservers.comparison.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is read off curves: where one bends, and when one is back. */
class CurvesTest {

    @Test
    void bendWhereMoreThroughputCostsMoreLatencyThanItIsWorth() {
        List<Measurement.Step> steps = new ArrayList<>();
        // A single server of random service times: the time in the system is 1 / (1 - load), and the best load is one half.
        for (double load : new double[]{0.1, 0.3, 0.5, 0.7, 0.9}) {
            steps.add(new Measurement.Step("", load * 1000,
                    Loads.unmetered(window((long) (load * 1000), (long) (1e6 / (1 - load))))));
        }
        assertEquals(500, Ladder.knee(steps));
    }

    @Test
    void areBackWhenTwoSlicesInARowAreAsBefore() {
        List<Window> slices = new ArrayList<>();
        for (long millis : new long[]{2, 2, 50, 90, 70, 3, 30, 3, 2, 2}) {
            slices.add(window(100, millis * 1_000_000));
        }
        // The one good slice between bad ones is luck.
        assertEquals(OptionalInt.of(3), Overload.recovered(slices, 2, 4));
        assertEquals(OptionalInt.empty(), Overload.recovered(slices.subList(0, 7), 2, 4));
    }

    private static Window window(long requests, long latencyNanos) {
        Histogram latencies = new Histogram(60_000_000_000L, 3);
        latencies.recordValueWithCount(latencyNanos, requests);
        return new Window(requests, 1_000_000_000, 0, 0, 0, latencies);
    }
}
