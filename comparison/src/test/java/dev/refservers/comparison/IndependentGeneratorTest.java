package dev.refservers.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.load.Conversations;
import dev.refservers.comparison.load.Crowd;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.Programs;
import dev.refservers.comparison.statistics.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The generator measures what another generator, which knows nothing of us, measures too: which of several architectures costs
 * less for a request. In CPU time, which is the same on a busy machine.
 */
class IndependentGeneratorTest {

    private static final List<String> ARCHITECTURES = List.of("select", "async", "virtual", "threaded");
    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 20_000;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration WARM_UP = Duration.ofMillis(1500);

    /** By how much two must differ, as we measure them, for the other generator to have to agree. */
    private static final double CLEARLY_APART = 1.15;

    /** What one request costs, by each of the two generators. */
    private record Costs(String name, double ours, double theirs) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.1f and %.1f", name, ours, theirs);
        }
    }

    @BeforeAll
    static void onlyWithTheOtherGenerator() {
        boolean there = Programs.find("redis-benchmark").isPresent();
        assertTrue(there || !"true".equals(System.getenv("CI")), "redis-benchmark is not installed here");
        assumeTrue(there, "redis-benchmark is not installed");
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void agreesOnTheOrderOfTheArchitectures() throws Exception {
        Cores cores = Cores.choose();
        List<Subject> subjects = new ArrayList<>();
        try (GeneratorProcess generator = new GeneratorProcess(cores)) {
            for (Candidate candidate : Catalogue.named(ARCHITECTURES)) {
                subjects.add(new Subject(candidate, generator, cores));
            }
            // In turns: a machine that is slower for a second is slower for all.
            for (int round = 0; round < ROUNDS; round++) {
                for (Subject subject : subjects) {
                    subject.measure();
                }
            }
            List<Costs> costs = subjects.stream().map(Subject::costs).toList();
            String figures = "µs per request, ours and theirs: " + costs;
            System.out.println(figures);
            int apart = 0;
            for (Costs less : costs) {
                assertTrue(less.ours > 0.2 * less.theirs && less.ours < 5 * less.theirs, figures);
                for (Costs more : costs) {
                    if (more.ours >= CLEARLY_APART * less.ours) {
                        apart++;
                        assertTrue(more.theirs > less.theirs, less.name + " and " + more.name + ": " + figures);
                    }
                }
            }
            assertTrue(apart > 0, "no two are apart: " + figures);
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    /** A server that runs, and what it cost so far. */
    private static final class Subject implements AutoCloseable {

        private final String name;
        private final Cores cores;
        private final MeasuredServer server;
        private final ProcessMeter meter;
        private final Crowd crowd;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> theirs = new ArrayList<>();

        Subject(Candidate candidate, GeneratorProcess generator, Cores cores) throws Exception {
            this.name = candidate.name();
            this.cores = cores;
            server = candidate.start("queue", cores);
            meter = new ProcessMeter(server.process().orElseThrow());
            crowd = generator.crowd(name);
            crowd.connect(server.address(), CONNECTIONS, PATIENCE);
            crowd.converse(Conversations.LEAST, "queue", PATIENCE);
            // What is compiled meanwhile is not what a request costs.
            crowd.talk(WARM_UP, PATIENCE);
            benchmark(server.address().getPort(), cores);
        }

        void measure() throws Exception {
            long before = meter.cpuNanos();
            long requests = crowd.talk(Duration.ofMillis(400), PATIENCE).requests();
            ours.add((meter.cpuNanos() - before) / 1e3 / requests);
            before = meter.cpuNanos();
            benchmark(server.address().getPort(), cores);
            theirs.add((meter.cpuNanos() - before) / 1e3 / REQUESTS);
        }

        Costs costs() {
            return new Costs(name, median(ours), median(theirs));
        }

        @Override
        public void close() {
            server.close();
        }

        private static double median(List<Double> rounds) {
            return Interval.median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    private static void benchmark(int port, Cores cores) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("redis-benchmark", "-p", Integer.toString(port), "-c",
                Integer.toString(CONNECTIONS), "-n", Integer.toString(REQUESTS), "-t", "ping_mbulk", "-q")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = Cores.on(cores.generator(), builder::start);
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "redis-benchmark did not end");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
