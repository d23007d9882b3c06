package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.FakeServer.Manner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurgeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void showsWhatOnePhaseLeavesToTheNext() throws Exception {
        // Two connections and a delay of 10 ms: 200 requests a second at the most.
        try (FakeServer server = new FakeServer(Manner.GOOD, Duration.ofMillis(10));
                Reactor reactor = new Reactor(false)) {
            reactor.connect(server.address(), 2, PATIENCE);
            reactor.converse(new PingPong(), "queue", PATIENCE);
            Surge surge = new Surge(reactor, List.of(new Phase(3, 50), new Phase(3, 400), new Phase(6, 20)), 42);
            Window window = surge.window(reactor.run(surge, surge, PATIENCE));
            List<Window> slices = surge.windows();
            assertEquals(12, slices.size());
            assertEquals(window.requests(), slices.stream().mapToLong(Window::requests).sum());
            // Nothing is heard faster than it can be answered, whenever it was asked for.
            Seen seen = new Seen(window, slices, surge.counts());
            assertTrue(seen.replies(3, 6) <= 66, seen.replies(3, 6) + " replies in 300 ms");
            assertTrue(window.requests() - seen.replies(0, 12) <= 2, "all but those of the last moment were heard");
            assertEquals(120, (double) slices.subList(3, 6).stream().mapToLong(Window::requests).sum(), 45);
            long before = slices.get(1).latencies().getMaxValue();
            long last = slices.get(5).latencies().getMaxValue();
            assertTrue(last > 150_000_000 && last > 3 * before,
                    before + " ns before, " + last + " ns at the end of the surge");
            assertTrue(slices.get(5).nanos() > 200_000_000, "the last slice of the surge ended in time");
        }
    }
}
