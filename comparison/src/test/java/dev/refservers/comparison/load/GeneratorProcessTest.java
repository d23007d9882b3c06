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
            Crowd crowd = generator.crowd("good");
            crowd.connect(server.address(), 10, PATIENCE);
            crowd.converse(new PingPong(), "queue", PATIENCE);
            var stopped = later.schedule(() -> signal("-STOP", server.pid()), 200, TimeUnit.MILLISECONDS);
            var continued = later.schedule(() -> signal("-CONT", server.pid()), 200 + stop.toMillis(),
                    TimeUnit.MILLISECONDS);
            Window window = crowd.talk(Duration.ofSeconds(1), PATIENCE);
            assertEquals(0, stopped.get());
            assertEquals(0, continued.get());
            double longest = window.latencies().getMaxValue() / 1e6;
            // kill(1) takes its time to start too: the stop may be a little shorter or longer than the schedule says.
            assertTrue(longest > 0.75 * stop.toMillis() && longest < 10 * stop.toMillis(), longest + " ms");
            assertTrue(window.latencies().getValueAtPercentile(50) / 1e6 < stop.toMillis());
            crowd.disconnect();
            server.stop();
        }
    }

    @Test
    void passesOnWhatWentWrongAndGoesOn() throws Exception {
        try (FakeServer wrong = new FakeServer(Manner.WRONG, Duration.ZERO);
                FakeServer good = new FakeServer(Manner.GOOD, Duration.ZERO);
                GeneratorProcess generator = new GeneratorProcess(Cores.unpinned("for this test"))) {
            Crowd crowd = generator.crowd("wrong first");
            crowd.connect(wrong.address(), 50, PATIENCE);
            LoadFailure failure = assertThrows(LoadFailure.class,
                    () -> crowd.converse(new PingPong(), "queue", PATIENCE));
            assertTrue(failure.sentence().contains("expected \"PONG"), failure.sentence());

            crowd.connect(good.address(), 50, PATIENCE);
            crowd.converse(Pipelining.USUAL, "queue", PATIENCE);
            Window window = crowd.talk(Duration.ofMillis(100), PATIENCE);
            assertEquals(window.requests(), window.latencies().getTotalCount());
            assertEquals(good.requests(), window.requests() + 50 * 16);
        }
    }

    @Test
    void talksToOneServerWhileOthersStayConnected() throws Exception {
        try (FakeServer first = new FakeServer(Manner.GOOD, Duration.ZERO);
                FakeServer second = new FakeServer(Manner.GOOD, Duration.ZERO);
                GeneratorProcess generator = new GeneratorProcess(Cores.unpinned("for this test"))) {
            Crowd ofFirst = generator.crowd("first");
            Crowd ofSecond = generator.crowd("second");
            ofFirst.connect(first.address(), 3, PATIENCE);
            ofSecond.connect(second.address(), 5, PATIENCE);
            ofFirst.converse(new PingPong(), "queue", PATIENCE);
            ofSecond.converse(new PingPong(), "queue", PATIENCE);
            long toFirst = 3;
            long toSecond = 5;
            for (int turn = 0; turn < 3; turn++) {
                toFirst += ofFirst.talk(Duration.ofMillis(20), PATIENCE).requests();
                toSecond += ofSecond.talk(Duration.ofMillis(20), PATIENCE).requests();
            }
            assertEquals(toFirst, first.requests());
            assertEquals(toSecond, second.requests());
            ofFirst.disconnect();
            assertTrue(ofSecond.talk(Duration.ofMillis(20), PATIENCE).requests() > 0);
        }
    }

    @Test
    void putsATenthOfTheRequestsBehindAStopThatTakesATenthOfTheTime() throws Exception {
        Duration stop = Duration.ofMillis(200);
        Cores cores = Cores.choose();
        try (ServerProcess server = new FakeCandidate(Manner.GOOD).start("queue", cores);
                GeneratorProcess generator = new GeneratorProcess(cores);
                ScheduledExecutorService later = Executors.newScheduledThreadPool(1)) {
            Crowd crowd = generator.crowd("fake");
            crowd.connect(server.address(), 20, PATIENCE);
            crowd.converse(new Evenly(), "queue", PATIENCE);
            crowd.talk(Duration.ofMillis(500), PATIENCE, 1000, 1);
            var stopped = later.schedule(() -> signal("-STOP", server.pid()), 500, TimeUnit.MILLISECONDS);
            var continued = later.schedule(() -> signal("-CONT", server.pid()), 500 + stop.toMillis(),
                    TimeUnit.MILLISECONDS);
            Window window = crowd.talk(Duration.ofSeconds(2), PATIENCE, 1000, 1);
            assertEquals(0, stopped.get());
            assertEquals(0, continued.get());
            assertTrue(Math.abs(window.requests() - 2000) <= 1, window.requests() + " requests");
            double longest = window.latencies().getMaxValue() / 1e6;
            assertTrue(longest > 0.75 * stop.toMillis() && longest < 10 * stop.toMillis(), longest + " ms");
            // Who should have asked in the first three quarters of the stop waited for more than the last quarter of it.
            double behind = 1 - window.latencies().getPercentileAtOrBelowValue(stop.toNanos() / 4) / 100;
            assertTrue(behind > 0.05, behind + " of the requests were behind the stop");
            crowd.disconnect();
            server.stop();
        }
    }

    private static int signal(String signal, long pid) throws Exception {
        return new ProcessBuilder(List.of("kill", signal, Long.toString(pid))).inheritIO().start().waitFor();
    }
}
