package dev.refservers.conformance.clients;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** What clients of libraries live through: the server ends and comes back, and what takes a moment. */
final class Restarts {

    /** Longer than the longest grace period, and than any pause of a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Restarts() {}

    /** Ends the server by SIGTERM, and starts it again on the same port. */
    static void restart(RunningServer server) throws IOException {
        ServerProcess process = server.process().orElseThrow();
        process.terminate();
        assertEquals(OptionalInt.of(0), process.awaitExit(LIMIT), "ended by SIGTERM while clients were connected");
        server.restart();
    }

    /** Waits until this is so. */
    static void until(String what, Callable<Boolean> condition) {
        await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    /** Waits until this is so, and takes what these exceptions say as a no. */
    static void until(String what, Class<? extends Exception> notYet, Callable<Boolean> condition) {
        await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(notYet).until(condition);
    }
}
