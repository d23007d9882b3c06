package dev.refservers.comparison.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.load.Window;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void takesTheMedianOfTheBlocks() {
        Summary summary = Summary.of(List.of(cost(400), cost(900), cost(500)));
        assertEquals(10.0, summary.cpuMicrosPerRequest(), 1e-9);
        assertEquals(8.0, summary.cpuMicrosLeast(), 1e-9);
        assertEquals(18.0, summary.cpuMicrosMost(), 1e-9);
        assertEquals(9.0, Summary.of(List.of(cost(400), cost(500))).cpuMicrosPerRequest(), 1e-9);
    }

    @Test
    void mergesLatenciesInsteadOfAveragingTheirPercentiles() {
        Summary summary = Summary.of(List.of(latencies(99, 1_000_000, 1, 2_000_000), latencies(100, 9_000_000, 0, 0)));
        assertEquals(2_000, summary.p50Micros(), 5);
        assertEquals(9_000, summary.p90Micros(), 10);
        assertEquals(9_000, summary.maxMicros(), 10);
    }

    @Test
    void saysWhenTheGeneratorWasTheLimit() {
        assertTrue(Summary.of(List.of(Comparisons.measurement(1, 1, true, 0.91))).generatorWasLimit());
        assertFalse(Summary.of(List.of(Comparisons.measurement(1, 1, true, 0.89))).generatorWasLimit());
    }

    @Test
    void isSettledOnlyIfEveryBlockWas() {
        assertFalse(Summary.of(List.of(Comparisons.measurement(1, 1, true, 0), Comparisons.measurement(2, 1, false, 0)))
                .settled());
    }

    @Test
    void isDisturbedWhenOneBlockWas() {
        assertTrue(new Disturbance(0.06, 0, 0).matters());
        assertTrue(new Disturbance(0, 0.06, 0).matters());
        assertTrue(new Disturbance(0, 0, 0.06).matters());
        assertFalse(new Disturbance(0.04, 0.04, 0.04).matters());
    }

    private static Measurement cost(long cpuMillis) {
        return Comparisons.measurement(1, cpuMillis, true, 0.5);
    }

    private static Measurement latencies(long count, long nanos, long more, long moreNanos) {
        Histogram latencies = new Histogram(1_000_000_000L, 3);
        latencies.recordValueWithCount(nanos, count);
        latencies.recordValueWithCount(moreNanos, more);
        return new Measurement(1, 3, true,
                new Load(count + more, 1_000_000_000, 1_000_000, 0, 0, 0, 1, 1, 1, 1, 0, 0, null,
                        Window.encode(latencies)),
                List.of(), List.of(), Map.of());
    }
}
