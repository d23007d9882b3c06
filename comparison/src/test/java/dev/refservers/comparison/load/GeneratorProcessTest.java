package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.FakeCandidate;
import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.FakeServer.Manner;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GeneratorProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void showsAServerThatWasStoppedInItsLongestLatency() throws Exception {
        Duration stop = Duration.ofMillis(400);
        Cores cores = Cores.choose();
        try (ServerProcess server = new FakeCandidate(Manner.GOOD).start("queue", cores);
                GeneratorProcess generator = new GeneratorProcess(cores);
                ScheduledExecutorService later = Executors.newScheduledThreadPool(1)) {
            generator.connect(server.address(), 10, PATIENCE);
            generator.converse(new PingPong(), "queue", PATIENCE);
            var stopped = later.schedule(() -> signal("-STOP", server.pid()), 200, TimeUnit.MILLISECONDS);
            var continued = later.schedule(() -> signal("-CONT", server.pid()), 200 + stop.toMillis(),
                    TimeUnit.MILLISECONDS);
            Window window = generator.talk(Duration.ofSeconds(1), PATIENCE);
            assertEquals(0, stopped.get());
            assertEquals(0, continued.get());
            double longest = window.latencies().getMaxValue() / 1e6;
            // kill(1) takes its time to start too: the stop may be a little shorter or longer than the schedule says.
            assertTrue(longest > 0.75 * stop.toMillis() && longest < 10 * stop.toMillis(), longest + " ms");
            assertTrue(window.latencies().getValueAtPercentile(50) / 1e6 < stop.toMillis());
            generator.disconnect();
            server.stop();
        }
    }

    @Test
    void passesOnWhatWentWrongAndGoesOn() throws Exception {
        try (FakeServer wrong = new FakeServer(Manner.WRONG, Duration.ZERO);
                FakeServer good = new FakeServer(Manner.GOOD, Duration.ZERO);
                GeneratorProcess generator = new GeneratorProcess(Cores.unpinned("for this test"))) {
            generator.connect(wrong.address(), 50, PATIENCE);
            LoadFailure failure = assertThrows(LoadFailure.class,
                    () -> generator.converse(new PingPong(), "queue", PATIENCE));
            assertTrue(failure.sentence().contains("expected \"PONG"), failure.sentence());

            generator.connect(good.address(), 50, PATIENCE);
            generator.converse(new Pipelining(), "queue", PATIENCE);
            Window window = generator.talk(Duration.ofMillis(100), PATIENCE);
            assertEquals(window.requests(), window.latencies().getTotalCount());
            assertEquals(good.requests(), window.requests() + 50 * 16);
        }
    }

    private static int signal(String signal, long pid) throws Exception {
        return new ProcessBuilder(List.of("kill", signal, Long.toString(pid))).inheritIO().start().waitFor();
    }
}
