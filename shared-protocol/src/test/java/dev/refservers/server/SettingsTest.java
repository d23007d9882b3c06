package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.refservers.protocol.Limits;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final InetSocketAddress ADDRESS = Settings.DEFAULT.address();

    @Test
    void theDefaultIsLoopback() {
        assertEquals(true, ADDRESS.getAddress().isLoopbackAddress());
        assertEquals(7379, ADDRESS.getPort());
    }

    @Test
    void onlyWhatIsAskedForChanges() {
        Limits limits = new Limits(1, 1, 1, 1, 1, 1, 1, 1, 1);
        Settings settings = Settings.DEFAULT.withPort(0).withLimits(limits).withLoops(3)
                .withKeepalive(new Keepalive(9));
        assertEquals(new Settings(new InetSocketAddress(ADDRESS.getAddress(), 0), Settings.DEFAULT.backlog(),
                Settings.DEFAULT.gracePeriod(), limits, new Keepalive(9), 3), settings);
    }

    @Test
    void thereIsALoopForEachProcessor() {
        assertEquals(Runtime.getRuntime().availableProcessors(), Settings.DEFAULT.loops());
    }

    @Test
    void noLoopAtAllIsRefused() {
        assertEquals("loops is 0, but must be at least 1", refusal(() -> Settings.DEFAULT.withLoops(0)));
    }

    @Test
    void aBacklogOfNothingIsRefused() {
        assertEquals("backlog is 0, but must be at least 1",
                refusal(() -> new Settings(ADDRESS, 0, Duration.ZERO, Limits.DEFAULT)));
    }

    @Test
    void aGracePeriodIsNotNegative() {
        assertEquals("gracePeriod is PT-0.001S, but must not be negative",
                refusal(() -> new Settings(ADDRESS, 1, Duration.ofMillis(-1), Limits.DEFAULT)));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable wrong) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
