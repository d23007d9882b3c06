package dev.refservers.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.load.Conversations;
import dev.refservers.comparison.load.Crowd;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.Programs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The generator measures what another generator, which knows nothing of us, measures too: which of two architectures costs
 * less for a request. In CPU time, which is the same on a busy machine.
 */
class IndependentGeneratorTest {

    private static final int CONNECTIONS = 50;
    private static final int REQUESTS = 40_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** What one request costs, by each of the two generators. */
    private record Costs(double ours, double theirs) {}

    @BeforeAll
    static void onlyWithTheOtherGenerator() {
        boolean there = Programs.find("redis-benchmark").isPresent();
        assertTrue(there || !"true".equals(System.getenv("CI")), "redis-benchmark is not installed here");
        assumeTrue(there, "redis-benchmark is not installed");
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void agreesOnTheOrderOfTwoArchitectures() throws Exception {
        Cores cores = Cores.choose();
        try (GeneratorProcess generator = new GeneratorProcess(cores)) {
            Candidate loop = Catalogue.named(List.of("select")).getFirst();
            Candidate threads = Catalogue.named(List.of("threaded")).getFirst();
            Costs ofLoop = costs(loop, generator, cores);
            Costs ofThreads = costs(threads, generator, cores);
            String figures = "µs per request: " + loop.name() + " " + ofLoop + ", " + threads.name() + " " + ofThreads;
            System.out.println(figures);
            assertEquals(ofLoop.theirs < ofThreads.theirs, ofLoop.ours < ofThreads.ours, figures);
            assertTrue(ofLoop.ours > 0.2 * ofLoop.theirs && ofLoop.ours < 5 * ofLoop.theirs, figures);
        }
    }

    private static Costs costs(Candidate candidate, GeneratorProcess generator, Cores cores) throws Exception {
        try (MeasuredServer server = candidate.start("queue", cores)) {
            ProcessMeter meter = new ProcessMeter(server.process().orElseThrow());
            int port = server.address().getPort();
            Crowd crowd = generator.crowd(candidate.name());
            crowd.connect(server.address(), CONNECTIONS, PATIENCE);
            crowd.converse(Conversations.LEAST, "queue", PATIENCE);
            // What is compiled meanwhile is not what a request costs.
            crowd.talk(WARM_UP, PATIENCE);
            long before = meter.cpuNanos();
            long requests = crowd.talk(Duration.ofMillis(700), PATIENCE).requests();
            double ours = (meter.cpuNanos() - before) / 1e3 / requests;
            benchmark(port, cores);
            before = meter.cpuNanos();
            benchmark(port, cores);
            double theirs = (meter.cpuNanos() - before) / 1e3 / REQUESTS;
            crowd.disconnect();
            server.stop();
            return new Costs(ours, theirs);
        }
    }

    private static void benchmark(int port, Cores cores) throws Exception {
        Process process = new ProcessBuilder(Cores.on(cores.generator(),
                List.of("redis-benchmark", "-p", Integer.toString(port), "-c", Integer.toString(CONNECTIONS), "-n",
                        Integer.toString(REQUESTS), "-t", "ping_mbulk", "-q")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "redis-benchmark did not end");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
