package dev.refservers.comparison.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.FakeCandidate;
import dev.refservers.comparison.FakeServer.Manner;
import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.experiments.Scenarios;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.report.TextReport;
import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.Summary;
import dev.refservers.server.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comparisons from end to end, of fakes in processes of their own, with windows of a moment. */
class ComparisonRunTest {

    private static final Conformance CONFORMS = (candidate, protocol) -> new ConformanceResult(protocol, true,
            Map.of("pass", 1L), List.of(), 0.1);

    @BeforeAll
    static void onlyWhereThereIsProc() {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void measuresAServerInEveryScenarioAndBlock() throws Exception {
        Comparison comparison = run(List.of("ping-pong", "push-pop"), 2, CONFORMS, new FakeCandidate(Manner.GOOD));
        assertTrue(comparison.good());
        List<Cell> cells = comparison.servers().getFirst().cells();
        assertEquals(List.of("ping-pong", "push-pop"), cells.stream().map(Cell::scenario).toList());
        for (Cell cell : cells) {
            assertEquals(List.of(1, 2), cell.measurements().stream().map(Measurement::block).toList());
            for (Measurement measurement : cell.measurements()) {
                assertTrue(measurement.load().requests() > 0);
                assertTrue(measurement.load().cpuNanos() > 0);
                assertEquals(measurement.load().requests(),
                        Window.decode(measurement.load().latencies()).getTotalCount());
                assertEquals(1, measurement.load().processes());
            }
            Summary summary = cell.summary().orElseThrow();
            assertTrue(summary.p50Micros() <= summary.p99Micros() && summary.p99Micros() <= summary.maxMicros());
        }
        assertEquals(comparison, ComparisonJson.read(ComparisonJson.write(comparison)));
    }

    @Test
    void measuresWhatTakesLongInOneBlockUnlessMoreAreWanted() throws Exception {
        Comparison usual = run(List.of("standing"), 2, CONFORMS, new FakeCandidate(Manner.GOOD));
        assertEquals(List.of(1), blocks(usual));
        Comparison wanted = prepared(List.of(ScenarioFacts.of(Scenarios.named("standing"), 2)), CONFORMS,
                new FakeCandidate(Manner.GOOD), 2, kept -> {}).run();
        assertEquals(List.of(1, 2), blocks(wanted));
    }

    private static List<Integer> blocks(Comparison comparison) {
        return comparison.servers().getFirst().cells().getFirst().measurements().stream().map(Measurement::block)
                .toList();
    }

    @Test
    void givesNoFiguresToAServerThatDoesNotConform() throws Exception {
        Comparison comparison = run(List.of("ping-pong"), 1, (candidate, protocol) -> new ConformanceResult(protocol,
                false, Map.of("fail", 1L), List.of("ping/pong: fail: expected +PONG"), 0.1),
                new FakeCandidate(Manner.GOOD));
        assertFalse(comparison.good());
        Cell cell = comparison.servers().getFirst().cells().getFirst();
        assertEquals(List.of(), cell.measurements());
        assertEquals("Not measured: it does not conform. ping/pong: fail: expected +PONG",
                cell.voidReason().orElseThrow());
        assertTrue(TextReport.of(comparison).contains("does NOT conform (1 fail). ping/pong: fail: expected +PONG"));
    }

    /** Of a server of somebody's own. */
    private static Comparison ofSomebodys(Map<String, Long> counts) throws Exception {
        return run(List.of("ping-pong", "push-pop", "drain"), 1,
                (candidate, protocol) -> new ConformanceResult(protocol, false, counts,
                        List.of("ping/pong: fail: expected +PONG"), 0.1),
                new FakeCandidate(Manner.GOOD, Set.of(), Optional.empty(), false));
    }

    @Test
    void measuresSomebodysServerThatDoesNotConformAndMarksIt() throws Exception {
        Comparison comparison = ofSomebodys(Map.of("pass", 1L, "fail", 1L));
        assertFalse(comparison.good());
        comparison.servers().getFirst().cells()
                .forEach(cell -> assertTrue(cell.summary().isPresent(), cell.scenario()));
        String text = TextReport.of(comparison);
        assertTrue(text.lines().anyMatch(line -> line.matches("good ![~?]* +[\\d.]+ .*")), text);
        assertTrue(text.contains("\n! It does not conform"), text);
    }

    @Test
    void touchesNoQueueOfAServerWithSomebodysDataWhichScriptsLeaveAlone() throws Exception {
        Comparison comparison = ofSomebodys(Map.of("not run", 2L));
        assertEquals(List.of("ping-pong"), comparison.servers().getFirst().cells().stream()
                .filter(cell -> !cell.measurements().isEmpty()).map(Cell::scenario).toList());
        assertEquals("Not measured: it does not conform. ping/pong: fail: expected +PONG",
                comparison.servers().getFirst().cells().getLast().voidReason().orElseThrow());
    }

    @Test
    void voidsACellWhoseRepliesAreWrongAndSaysSo() throws Exception {
        Comparison comparison = run(List.of("ping-pong"), 1, CONFORMS, new FakeCandidate(Manner.WRONG));
        assertFalse(comparison.good());
        Cell cell = comparison.servers().getFirst().cells().getFirst();
        assertTrue(cell.summary().isEmpty());
        assertTrue(cell.voidReason().orElseThrow().contains("expected \"PONG"), cell.voidReason().orElseThrow());
        assertTrue(TextReport.of(comparison).contains("VOID: Connection "));
    }

    @Test
    void opensOneConnectionWhereAServerServesOneClientAtATime() throws Exception {
        Comparison comparison = run(List.of("ping-pong"), 1, CONFORMS,
                new FakeCandidate(Manner.GOOD, Trait.ONE_CLIENT_AT_A_TIME));
        Cell cell = comparison.servers().getFirst().cells().getFirst();
        assertEquals(1, cell.connections());
        assertTrue(cell.summary().isPresent());
        assertTrue(TextReport.of(comparison)
                .contains("[1] good serves one client at a time: limit reached at 1 connection."));
    }

    @Test
    void doesNotTryMoreConnectionsThanAServerIsKnownToHave() throws Exception {
        Comparison comparison = run(List.of("idle-0", "idle-1k"), 1, CONFORMS,
                new FakeCandidate(Manner.FULL_AT_SEVENTY));
        List<Cell> cells = comparison.servers().getFirst().cells();
        String known = cells.getFirst().voidReason().orElseThrow();
        assertTrue(known.startsWith("Limit reached at 70 connections"), known);
        assertEquals(known + " That was seen in idle-0.", cells.getLast().voidReason().orElseThrow());
    }

    @Test
    void listsWhatIsNotAvailable() throws Exception {
        Comparison comparison = run(List.of("ping-pong"), 1, CONFORMS,
                new FakeCandidate(Manner.GOOD, Set.of(), Optional.of("It needs a newer kernel.")));
        assertTrue(comparison.good());
        assertTrue(
                TextReport.of(comparison).matches("(?s).*\\ngood +Not available here: It needs a newer kernel\\..*"));
    }

    @Test
    void goesOnWhereAnEarlierRunWasInterrupted() throws Exception {
        List<Comparison> kept = new ArrayList<>();
        Candidate candidate = new FakeCandidate(Manner.GOOD);
        prepared(List.of("ping-pong"), 2, CONFORMS, candidate, kept::add).run();
        Comparison interrupted = kept.stream().filter(comparison -> comparison.stages().contains("block 1, queue"))
                .findFirst().orElseThrow();
        assertFalse(interrupted.complete());

        ComparisonRun rest = prepared(List.of("ping-pong"), 2, (server, protocol) -> {
            throw new AssertionError("the scripts were played before");
        }, candidate, comparison -> {});
        double all = rest.expectedSeconds();
        rest.resume(ComparisonJson.read(ComparisonJson.write(interrupted)));
        assertTrue(rest.expectedSeconds() < 0.7 * all, rest.expectedSeconds() + " s of " + all + " s");
        Comparison whole = rest.run();
        assertTrue(whole.complete());
        assertEquals(interrupted.started(), whole.started());
        Cell before = interrupted.servers().getFirst().cells().getFirst();
        Cell after = whole.servers().getFirst().cells().getFirst();
        assertEquals(List.of(1, 2), blocks(whole));
        assertEquals(before.measurements().getFirst(), after.measurements().getFirst());
        assertEquals(kept.getLast().stages(), whole.stages());
    }

    @Test
    void keepsWhatHasBeenMeasuredOfABlock() throws Exception {
        List<Comparison> kept = new ArrayList<>();
        List<String> scenarios = List.of("ping-pong", "push-pop");
        Candidate candidate = new FakeCandidate(Manner.GOOD);
        prepared(scenarios, 1, CONFORMS, candidate, kept::add).run();
        Comparison interrupted = kept.stream().filter(comparison -> !blocks(comparison).isEmpty()).findFirst()
                .orElseThrow();
        assertFalse(interrupted.stages().contains("block 1, queue"));
        assertEquals(List.of(), interrupted.servers().getFirst().cells().getLast().measurements());

        ComparisonRun rest = prepared(scenarios, 1, CONFORMS, candidate, comparison -> {});
        rest.resume(ComparisonJson.read(ComparisonJson.write(interrupted)));
        List<Cell> cells = rest.run().servers().getFirst().cells();
        assertEquals(interrupted.servers().getFirst().cells().getFirst(), cells.getFirst());
        assertEquals(1, cells.getLast().measurements().size());
    }

    @Test
    void measuresInRoundsThatAddUp() throws Exception {
        Measurement measurement = run(List.of("ping-pong"), 1, CONFORMS, new FakeCandidate(Manner.GOOD)).servers()
                .getFirst().cells().getFirst().measurements().getFirst();
        assertEquals(List.of(1, 2), measurement.rounds().stream().map(Measurement.Round::number).toList());
        assertEquals(measurement.load().requests(),
                measurement.rounds().stream().mapToLong(Measurement.Round::requests).sum());
        assertEquals(measurement.load().cpuNanos(),
                measurement.rounds().stream().mapToLong(Measurement.Round::cpuNanos).sum());
    }

    private static Comparison run(List<String> scenarios, int blocks, Conformance conformance, Candidate candidate)
            throws Exception {
        return prepared(scenarios, blocks, conformance, candidate, kept -> {}).run();
    }

    private static ComparisonRun prepared(List<String> scenarios, int blocks, Conformance conformance,
            Candidate candidate, Consumer<Comparison> keeper) {
        return prepared(
                scenarios.stream().map(name -> ScenarioFacts.usual(Scenarios.named(name), blocks)).toList(),
                conformance, candidate, blocks, keeper);
    }

    private static ComparisonRun prepared(List<ScenarioFacts> scenarios, Conformance conformance, Candidate candidate,
            int blocks, Consumer<Comparison> keeper) {
        Plan plan = new Plan(Plan.QUICK, "A test.", List.of("queue"), scenarios, null, null, blocks, 1, 50, 3, 200, 2);
        return new ComparisonRun(plan, List.of(candidate), conformance, Cores.choose(), HostFacts.find(Cores.choose()),
                LISTENER, keeper);
    }

    private static final Listener LISTENER = new Listener() {
        @Override
        public void begins(double expectedSeconds) {
            assertTrue(expectedSeconds >= 0);
        }

        @Override
        public void step(String what, double expectedSeconds) {
            assertTrue(expectedSeconds > 0, what);
        }

        @Override
        public void note(String line) {
            assertFalse(line.isBlank());
        }

        @Override
        public void ends() {}
    };
}
