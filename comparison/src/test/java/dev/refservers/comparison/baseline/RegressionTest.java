package dev.refservers.comparison.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Comparisons;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionTest {

    private static final double[] EVEN = {5.00, 5.10, 4.95, 5.05, 5.00};
    private static final Comparison BASELINE = comparison(EVEN);

    private static Comparison comparison(double[] costs) {
        return Comparisons.costs("select", EVEN, "select-again", EVEN, "epoll", costs);
    }

    private static double[] times(double factor) {
        return Arrays.stream(EVEN).map(cost -> cost * factor).toArray();
    }

    private static List<String> broken(String bounds, Comparison now) {
        return new Regression(BASELINE, Bound.parse(bounds)).broken(now);
    }

    @Test
    void breaksNothingWhereNothingHasChanged() {
        assertEquals(List.of(), broken("cpu * * 1.0", BASELINE));
    }

    @Test
    void breaksABoundThatIsExceeded() {
        assertEquals(
                List.of("epoll, ping-pong (queue): cpu was 5.00 and is 6.00, 1.20 times worse; the bound is 1.10."),
                broken("cpu ping-pong * 1.10", comparison(times(1.2))));
    }

    @Test
    void breaksNothingWithinTheBoundOrOfAnother() {
        assertEquals(List.of(), broken("cpu ping-pong * 1.25", comparison(times(1.2))));
        assertEquals(List.of(), broken("cpu push-pop * 1.1", comparison(times(1.2))));
        assertEquals(List.of(), broken("cpu * select 1.1", comparison(times(1.2))));
        assertEquals(List.of(), broken("requests/s * * 1.1", comparison(times(1.2))));
    }

    @Test
    void breaksNothingByChance() {
        assertEquals(List.of(), broken("cpu * * 1.10", comparison(new double[]{6, 6, 6, 6, 5.05})));
    }

    @Test
    void refusesWhatIsNotComparable() {
        assertEquals(List.of(), new Regression(BASELINE, List.of()).differences(BASELINE));
        assertEquals(List.of("the windows are of another length"), new Regression(BASELINE, List.of())
                .differences(Comparisons.withSeconds(BASELINE, 2)));
    }

    @Test
    void keepsBaselinesUnderTheirNames(@TempDir Path folder) throws Exception {
        Baselines baselines = new Baselines(folder.resolve("baselines"));
        assertEquals(List.of(), baselines.names());
        assertEquals("There is no baseline 'before'; there is none: see ./servers baseline save.",
                assertThrows(IllegalArgumentException.class, () -> baselines.load("before")).getMessage());
        baselines.save("before", BASELINE);
        assertEquals(BASELINE, baselines.load("before"));
        assertEquals(List.of("before"), baselines.names());
        assertThrows(IllegalArgumentException.class, () -> baselines.save("../before", BASELINE));
        assertEquals("There is no baseline 'after'; there is before.",
                assertThrows(IllegalArgumentException.class, () -> baselines.load("after")).getMessage());
    }

    @Test
    void takesNoInterruptedComparisonForABaseline(@TempDir Path folder) {
        Comparison interrupted = new Comparison(Comparison.FORMAT, Comparison.VERSION, BASELINE.started(), 1,
                BASELINE.plan(), BASELINE.host(), List.of("conformance"), BASELINE.servers());
        assertThrows(IllegalArgumentException.class, () -> new Baselines(folder).save("before", interrupted));
    }
}
