package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.FakeServer.Manner;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChurnTest {

    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksOnceOnEachOfManyConnections(boolean spin) throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, Duration.ofMillis(2))) {
            Seen seen = new Churn(server.address(), "queue").run(5, WINDOW, PATIENCE, spin).seen();
            assertTrue(seen.window().requests() >= 20, seen.window().requests() + " connections");
            assertEquals(server.requests(), seen.window().requests());
            assertEquals(0, seen.counts().get("connectionsReset"));
            Window connects = seen.parts().get(0);
            Window firstBytes = seen.parts().get(1);
            assertEquals(seen.window().requests(), connects.requests());
            // The kernel connects; only who asks waits for the server.
            assertTrue(connects.latencies().getValueAtPercentile(50) < 2_000_000);
            assertTrue(firstBytes.latencies().getMinValue() >= 1_900_000);
            assertTrue(seen.window().latencies().getMinValue() >= firstBytes.latencies().getMinValue());
        }
    }

    @Test
    void saysWhatWasWrongWithAReply() throws Exception {
        try (FakeServer server = new FakeServer(Manner.WRONG, Duration.ZERO)) {
            LoadFailure failure = assertThrows(LoadFailure.class,
                    () -> new Churn(server.address(), "queue").run(5, WINDOW, PATIENCE, false));
            assertTrue(failure.sentence().startsWith("a new connection got \"+QONG"), failure.sentence());
        }
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        try (FakeServer server = new FakeServer(Manner.SILENT, Duration.ZERO)) {
            LoadFailure failure = assertThrows(LoadFailure.class,
                    () -> new Churn(server.address(), "queue").run(5, WINDOW, Duration.ofMillis(300), false));
            assertEquals("5 new connections got no reply for 0.3 s, after 0 were served", failure.sentence());
        }
    }
}
