package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.FakeCandidate;
import dev.refservers.comparison.FakeServer.Manner;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ServerProcess;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void countsWhatAServerLeavesUnansweredThatEndsInTheMidstOfLoad() throws Exception {
        try (ServerProcess server = new FakeCandidate(Manner.GOOD).start("queue", Cores.unpinned("for this test"));
                Reactor reactor = new Reactor(false)) {
            reactor.connect(server.address(), 10, PATIENCE);
            reactor.converse(new PingPong(), "queue", PATIENCE);
            Drain drain = new Drain(reactor.talkers(), server.pid(), 100_000_000, Recorder.NONE);
            long before = System.nanoTime();
            reactor.run(drain, drain, PATIENCE);
            long after = System.nanoTime();
            // The fake halts where it stands: each of the clients has asked for something that does not come.
            assertEquals(10, drain.counts().get("requestsUnanswered"));
            long signalled = Objects.requireNonNull(drain.counts().get("signalledAtNanos"));
            assertTrue(signalled >= before + 100_000_000 && signalled <= after);
            server.stop();
        }
    }
}
