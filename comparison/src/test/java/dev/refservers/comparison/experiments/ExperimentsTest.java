package dev.refservers.comparison.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.FakeCandidate;
import dev.refservers.comparison.FakeServer.Manner;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import dev.refservers.server.Trait;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each experiment with a fake in a process of its own, and windows of a moment: what comes out, not how much. */
class ExperimentsTest {

    private static final Plan PLAN = new Plan(Plan.QUICK, "A test.", List.of("queue"), List.of(), null, null, 1, 1, 50,
            3,
            200, 1);

    private static final Cores CORES = Cores.choose();
    private static GeneratorProcess generator;

    @BeforeAll
    static void startTheGenerator() throws ProcessFailure {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
        generator = new GeneratorProcess(CORES);
    }

    @AfterAll
    static void endTheGenerator() {
        if (generator != null) {
            generator.close();
        }
    }

    @Test
    void climbTheLadder() throws Exception {
        Measurement measurement = run(new Ladder(), new FakeCandidate(Manner.GOOD));
        assertEquals(7, measurement.steps().size());
        Map<String, Double> figures = measurement.figures();
        assertEquals(measurement.load().requestsPerSecond(), figure(figures, "capacityPerSecond"));
        assertTrue(measurement.steps().stream().anyMatch(step -> step.value() == figure(figures, "kneePerSecond")));
        assertTrue(figures.containsKey("jitMillis") && figures.containsKey("gcMillis"), figures.toString());
    }

    @Test
    void askForTooMuchAndForLessAgain() throws Exception {
        Measurement measurement = run(new Overload(), new FakeCandidate(Manner.GOOD));
        assertEquals(List.of(50.0, 120.0, 50.0),
                measurement.steps().stream().map(Measurement.Step::value).toList());
        assertEquals(measurement.load().requests(),
                measurement.steps().stream().mapToLong(step -> step.load().requests()).sum());
        // What was no overload has no recovery.
        assertTrue(measurement.figures().containsKey("recoveryMillis")
                || measurement.figures().containsKey("notRecoveredAfterMillis")
                || figure(measurement.figures(), "overloadAnsweredShare") > 0.97
                || measurement.steps().getFirst().load().requestsPerSecond() < measurement.steps().getFirst().load()
                        .offeredPerSecond(),
                measurement.figures().toString());
        assertTrue(measurement.load().cpuNanos() > 0);
        for (Measurement.Step step : measurement.steps()) {
            assertEquals(measurement.load().cpuMicrosPerRequest(), step.load().cpuMicrosPerRequest(),
                    0.9 * measurement.load().cpuMicrosPerRequest(), step.name());
        }
    }

    @Test
    void comeAndGo() throws Exception {
        Measurement measurement = run(new Comings(), new FakeCandidate(Manner.GOOD));
        assertTrue(measurement.load().requests() >= 20);
        assertEquals(2, measurement.steps().size());
        assertEquals(0, figure(measurement.figures(), "connectionsReset"));
    }

    @Test
    void weighIdleConnections() throws Exception {
        try {
            Measurement measurement = run(new Idle("idle-test", 120), new FakeCandidate(Manner.GOOD));
            assertTrue(figure(measurement.figures(), "anonymousBytes") > 1e6, measurement.figures().toString());
            assertTrue(figure(measurement.figures(), "heapBytes") > 1e5, measurement.figures().toString());
            assertTrue(measurement.figures().containsKey("kernelTcpBytes"));
        } catch (LoadFailure busy) {
            // Five thousand a second, evenly: that is not for a machine that does something else.
            assertTrue(busy.sentence().startsWith("the generator was late itself") || busy.sentence()
                    .endsWith(" requests a second"), busy.sentence());
        }
    }

    @Test
    void sayHowManyConnectionsThereCanBe() {
        LoadFailure failure = assertThrows(LoadFailure.class,
                () -> run(new Idle("idle-test", 120), new FakeCandidate(Manner.FULL_AT_SEVENTY)));
        assertTrue(failure.sentence().startsWith("limit reached at 70 connections of "), failure.sentence());
    }

    @Test
    void sayThatOneConnectionIsTheLimit() {
        Candidate one = new FakeCandidate(Manner.GOOD, Trait.ONE_CLIENT_AT_A_TIME);
        for (Experiment experiment : List.of(new Idle("idle-test", 120), new SlowReading())) {
            LoadFailure failure = assertThrows(LoadFailure.class, () -> run(experiment, one));
            assertEquals("limit reached at 1 connection: it serves one client at a time", failure.sentence());
        }
    }

    @Test
    void readSlowlyBesideTheOthers() throws Exception {
        try {
            Measurement measurement = run(new SlowReading(), new FakeCandidate(Manner.GOOD));
            assertEquals(List.of(0.0, 5.0), measurement.steps().stream().map(Measurement.Step::value).toList());
            assertTrue(measurement.figures().containsKey("slowBytesPerSecond"));
        } catch (LoadFailure busy) {
            assertTrue(busy.sentence().startsWith("the generator was late itself") || busy.sentence()
                    .endsWith(" requests a second"), busy.sentence());
        }
    }

    @Test
    void startSeveralTimes() throws Exception {
        Measurement measurement = run(new StartUp(), new FakeCandidate(Manner.GOOD));
        Map<String, Double> figures = measurement.figures();
        assertEquals(3, measurement.load().requests());
        assertTrue(
                figure(figures, "listeningMillis") > 10
                        && figure(figures, "listeningMillis") <= figure(figures, "firstReplyMillis"),
                figures.toString());
        assertTrue(figure(figures, "startCpuMillis") > 10, figures.toString());
    }

    @Test
    void endAServerInTheMidstOfLoad() throws Exception {
        Measurement measurement = run(new Draining(), new FakeCandidate(Manner.GOOD));
        // The fake halts at once.
        assertEquals(50, figure(measurement.figures(), "requestsUnanswered"));
        assertTrue(figure(measurement.figures(), "drainMillis") > 0);
    }

    @Test
    void letAServerStand() throws Exception {
        Measurement measurement = run(new Standing(), new FakeCandidate(Manner.GOOD));
        assertEquals(1, measurement.load().requests());
        assertTrue(figure(measurement.figures(), "standingCpuMicrosPerSecond") < 1e6);
    }

    @Test
    void countSystemCalls() throws Exception {
        try {
            Map<String, Double> figures = run(new SystemCalls(), new FakeCandidate(Manner.GOOD)).figures();
            // A read and a write for each request, at the least.
            assertTrue(figure(figures, "callsPerRequest") >= 1.9, figures.toString());
        } catch (LoadFailure notHere) {
            assertTrue(notHere.sentence().startsWith("system calls could not be counted: "), notHere.sentence());
        }
    }

    @Test
    void areShort() {
        assertFalse(Scenarios.EXPERIMENTS.isEmpty());
        for (Experiment experiment : Scenarios.EXPERIMENTS) {
            assertTrue(experiment.expectedSeconds(PLAN) > 0 && experiment.expectedSeconds(PLAN) < 10,
                    experiment.name());
            assertTrue(experiment.blocksMost() <= 3, experiment.name());
            assertTrue(experiment.title().length() + experiment.name().length() < 120, experiment.name());
        }
    }

    private static double figure(Map<String, Double> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static Measurement run(Experiment experiment, Candidate candidate) throws LoadFailure, ProcessFailure {
        Trial trial = new Trial(1, candidate, "queue", PLAN, CORES, generator, new Listener() {
            @Override
            public void begins(double expectedSeconds) {}

            @Override
            public void step(String what, double expectedSeconds) {}

            @Override
            public void note(String line) {}

            @Override
            public void ends() {}
        });
        try {
            return experiment.run(trial);
        } finally {
            trial.crowd().disconnect();
        }
    }
}
