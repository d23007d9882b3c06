package dev.refservers.comparison.run;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.experiments.Scenarios;
import dev.refservers.comparison.processes.AliasCandidate;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.SlowedCandidate;
import dev.refservers.comparison.processes.SlowedEcho;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import dev.refservers.comparison.statistics.Ratios;
import dev.refservers.server.ProtocolProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether comparisons find what is there, and nothing else: whole comparisons of a server with itself, and with itself slowed on
 * purpose, by a tenth of the CPU time that it takes for a request. {@code -Dnoise.runs=20} makes so many of them, of about 60 s
 * each, and one before them that finds out what a tenth is.
 */
class NoiseTest {

    private static final int RUNS = Integer.getInteger("noise.runs", 0);
    private static final double SLOWER = 0.10;
    private static final String SCENARIO = "ping-pong";

    @TempDir
    Path services;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void tellsASlowedServerFromItselfAndNoOther() throws Exception {
        assumeTrue(RUNS > 0, "takes minutes, and a quiet machine: run with -Dnoise.runs=20");
        Path file = services.resolve("META-INF/services").resolve(ProtocolProvider.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, SlowedEcho.class.getName() + "\n");
        int nanos = (int) Math.round(SLOWER * 1000 * cost(compare(0, 0), "even"));
        System.out.println("slowed by " + nanos + " ns a request");
        int found = 0;
        int same = 0;
        for (int run = 1; run <= RUNS; run++) {
            Comparison result = compare(run, nanos);
            List<Ratio> ratios = Ratios.of(result, "even");
            Ratio again = ratios.stream().filter(ratio -> ratio.server().equals("even-again")).findFirst()
                    .orElseThrow();
            Ratio slowed = ratios.stream().filter(ratio -> ratio.server().equals("slowed")).findFirst().orElseThrow();
            same += again.verdict() == Verdict.INDISTINGUISHABLE ? 1 : 0;
            found += slowed.verdict() == Verdict.MORE ? 1 : 0;
            System.out.println("run " + run + ": " + again + "\n        " + slowed);
        }
        System.out.println("found the slowed server in " + found + " of " + RUNS
                + " runs; could not tell the reference from itself in " + same);
        assertTrue(found >= 0.95 * RUNS, "found the slowed server in " + found + " of " + RUNS);
        assertTrue(same >= 0.95 * RUNS, "did not tell the reference from itself in " + same + " of " + RUNS);
    }

    /** CPU time per request, in microseconds. */
    private static double cost(Comparison comparison, String server) {
        return comparison.server(server).orElseThrow().cell(SCENARIO, "echo").orElseThrow().summary().orElseThrow()
                .cpuMicrosPerRequest();
    }

    private Comparison compare(int run, int nanos) throws Exception {
        Candidate even = new SlowedCandidate("even", 0, services);
        List<Candidate> candidates = List.of(even, new AliasCandidate(even, AliasCandidate.nameOf(even.name())),
                new SlowedCandidate("slowed", nanos, services));
        Plan plan = new Plan(Plan.FULL, "None.", List.of("echo"),
                List.of(ScenarioFacts.of(Scenarios.named(SCENARIO), 5)), even.name(),
                AliasCandidate.nameOf(even.name()), 5, run, 300, 15, 1500, 30);
        Cores cores = Cores.choose();
        return new ComparisonRun(plan, candidates,
                (candidate, protocol) -> new ConformanceResult(protocol, true, Map.of(), List.of(), 0), cores,
                HostFacts.find(cores), new Silent(), kept -> {}).run();
    }

    private record Silent() implements Listener {
        @Override
        public void begins(double expectedSeconds) {
            // Nobody listens.
        }

        @Override
        public void step(String what, double expectedSeconds) {
            // See begins.
        }

        @Override
        public void note(String line) {
            System.out.println(line);
        }

        @Override
        public void ends() {
            // See begins.
        }
    }
}
