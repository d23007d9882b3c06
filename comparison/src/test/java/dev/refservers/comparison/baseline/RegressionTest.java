package dev.refservers.comparison.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Comparisons;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ServerResult;
import java.nio.file.Path;
import java.util.ArrayList;
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
        assertEquals(List.of(), differences("cpu-ratio * * 1.1", BASELINE));
        assertEquals(List.of("the windows are of another length"),
                differences("cpu * * 1.1", Comparisons.withSeconds(BASELINE, 2)));
        assertEquals(List.of("the blocks were 5 and are 2", "the reference was select and is none"),
                differences("cpu-ratio * * 1.1", Comparisons.sample()));
        assertEquals(List.of("the blocks were 5 and are 2"), differences("cpu * * 1.1", Comparisons.sample()));
    }

    private static List<String> differences(String bounds, Comparison now) {
        return new Regression(BASELINE, Bound.parse(bounds)).differences(now.host(), now.plan());
    }

    @Test
    void holdsTheRatioToTheReferenceOfTheSameRunWhateverTheMachineDoes() {
        Comparison slowMachine = Comparisons.costs("select", times(1.5), "select-again", times(1.5), "epoll",
                times(1.5));
        assertEquals(3, broken("cpu * * 1.10", slowMachine).size());
        assertEquals(List.of(), broken("cpu-ratio * * 1.10", slowMachine));
        Comparison slower = Comparisons.costs("select", times(0.8), "select-again", times(0.8), "epoll", EVEN);
        assertEquals(List.of(), broken("cpu * * 1.10", slower));
        assertEquals(List.of(
                "epoll, ping-pong (queue): cpu-ratio was 1.00 and is 1.25, 1.25 times worse; the bound is 1.10."),
                broken("cpu-ratio * * 1.10", slower));
    }

    @Test
    void saysWhichServersOfTheBaselineDoNotTakePart() {
        Comparison without = Comparisons.withServers(BASELINE, BASELINE.servers().subList(0, 2));
        Regression regression = new Regression(BASELINE, Bound.parse("cpu * * 1.1"));
        assertEquals(List.of(), regression.leftOut(BASELINE));
        assertEquals(List.of("Servers of the baseline that were not measured now: epoll."),
                regression.leftOut(without));
        assertEquals(List.of(), regression.broken(without));
    }

    @Test
    void holdsOnlyScenariosThatWereMeasuredAndNamesTheOthers() {
        Plan plan = BASELINE.plan();
        Plan other = new Plan(plan.mode(), plan.conformance(), plan.protocols(), List.of(), null, null, plan.blocks(),
                plan.seed(), plan.warmUpWindowMillis(), plan.warmUpWindowsMost(), plan.measuredMillis(),
                plan.rounds());
        Comparison now = new Comparison(Comparison.FORMAT, Comparison.VERSION, BASELINE.started(), 1, other,
                BASELINE.host(), BASELINE.stages(),
                BASELINE.servers().stream()
                        .map(server -> new ServerResult(server.name(), server.origin(), server.summary(),
                                server.traits(), null, null, List.of(), List.of(), List.of()))
                        .toList());
        assertEquals(List.of(), broken("cpu * * 1.1", now));
        assertEquals(List.of("Scenarios of the baseline that were not measured now: ping-pong (queue).",
                "No cpu-ratio was looked at: the reference was select and is none."),
                new Regression(BASELINE, Bound.parse("cpu-ratio * * 1.1")).leftOut(now));
        Comparison alone = Comparisons.sample();
        assertEquals(List.of("No cpu-ratio was looked at: there is no reference."),
                new Regression(alone, Bound.parse("cpu-ratio * * 1.1")).leftOut(alone));
    }

    @Test
    void breaksWhereAServerThatTakesPartHasLostItsFigures() {
        ServerResult epoll = BASELINE.servers().getLast();
        List<ServerResult> servers = new ArrayList<>(BASELINE.servers());
        servers.set(2, new ServerResult(epoll.name(), epoll.origin(), epoll.summary(), epoll.traits(),
                "It needs a newer kernel.", null, List.of(), List.of(), List.of()));
        assertEquals(
                List.of("epoll, ping-pong (queue): not measured, and had figures in the baseline. "
                        + "It needs a newer kernel."),
                broken("cpu * * 1.1\npss * * 1.1", Comparisons.withServers(BASELINE, servers)));
    }

    @Test
    void saysWhatSpeaksAgainstABaseline() {
        assertEquals(List.of(), Doubts.of(BASELINE));
        assertEquals(
                List.of("It was a quick comparison: what differs from one start of a process to the next is not in it.",
                        "In 2 of its 2 cells others had more than 5 % of a core meanwhile.",
                        "In 1 of its 2 cells a server had not settled when the warm-up was over."),
                Doubts.of(Comparisons.disturbed(Comparisons.sample())));
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
