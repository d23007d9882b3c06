package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.FakeServer.Manner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many requests a second the generator can do itself, whatever the server does. */
class CeilingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double SAFETY = 2;

    @Test
    void isTwiceTheHighestRateThatIsUsed() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, Duration.ZERO); Reactor reactor = new Reactor(false)) {
            reactor.connect(server.address(), 50, PATIENCE);
            reactor.converse(new PingPong(), "queue", PATIENCE);
            reactor.run(Duration.ofSeconds(1), PATIENCE);
            Window window = reactor.run(Duration.ofSeconds(1), PATIENCE);
            // A reactor that sleeps counts its own CPU time as busy: the server's share of the machine is not in it.
            double ceiling = window.requests() / (window.busyNanos() / 1e9);
            double used = Conversations.ALL.stream().mapToDouble(Conversation::roundsPerSecond).max().orElseThrow();
            System.out.printf("The generator can do %,.0f requests a second on this core, %.1f times the rate used.%n",
                    ceiling, ceiling / used);
            assertTrue(ceiling >= SAFETY * used, ceiling + " requests a second");
        }
    }
}
