package dev.refservers.threaded;

import static dev.refservers.threaded.Architectures.LIMITS;
import static dev.refservers.threaded.Architectures.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A system that gives no further thread; such a one is played here. */
@Timeout(60)
class OutOfThreadsTest {

    private final ToyProtocol toy = new ToyProtocol(LIMITS);
    private final AtomicBoolean exhausted = new AtomicBoolean();

    private Server start(String of) throws IOException {
        return RunningServer.start("threaded", toy, settings(Duration.ofSeconds(5), LIMITS), prefix -> task -> {
            if (prefix.contains(of) && exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task, prefix);
        }, Executors::newThreadPerTaskExecutor);
    }

    @Test
    void aClientWithoutAThreadIsToldSoAndTheOthersAreServed() throws IOException {
        try (Server server = start("connection"); Client first = new Client(server.address())) {
            assertEquals("here", first.send("say here\n").line());
            exhausted.set(true);
            for (int i = 0; i < 3; i++) {
                try (Client refused = new Client(server.address())) {
                    assertEquals(ToyProtocol.FULL, refused.send("say here\n").rest());
                }
            }
            assertEquals("still here", first.send("say still here\n").line());
            exhausted.set(false);
            try (Client second = new Client(server.address())) {
                assertEquals("here", second.send("say here\n").line());
            }
        }
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    @Test
    void aWakerWithoutAFollowerGoesOnAlone() throws IOException {
        try (Server server = start("waker"); Client client = new Client(server.address())) {
            exhausted.set(true);
            for (int i = 0; i < 10; i++) {
                assertEquals("awake", client.send("sleep 1\n").line());
            }
        }
        assertEquals(0, toy.open.get(), "every session is closed");
    }
}
