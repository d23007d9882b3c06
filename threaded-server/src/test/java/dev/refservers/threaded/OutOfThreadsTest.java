package dev.refservers.threaded;

import static dev.refservers.threaded.Architectures.LIMITS;
import static dev.refservers.threaded.Architectures.settings;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A system that gives no further thread; such a one is played here. */
@Timeout(60)
class OutOfThreadsTest {

    private final ToyProtocol toy = new ToyProtocol(LIMITS);
    private final AtomicBoolean exhausted = new AtomicBoolean();

    private Server start(String of) throws IOException {
        return start(of, Executors::newThreadPerTaskExecutor);
    }

    private Server start(String of, Function<ThreadFactory, ExecutorService> executor) throws IOException {
        return RunningServer.start("threaded", toy, settings(Duration.ofSeconds(5), LIMITS), prefix -> task -> {
            if (prefix.contains(of) && exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task, prefix);
        }, executor);
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
    void aPoolThatCannotGrowServesByTheThreadsThatItHas() throws IOException {
        try (Server server = start("connection", factory -> Executors.newFixedThreadPool(10, factory))) {
            try (Client first = new Client(server.address())) {
                assertEquals("here", first.send("say here\n").line());
                exhausted.set(true);
                try (Client second = new Client(server.address()).send("say waited\n")) {
                    await().until(() -> server.connectionsWaiting() == 1);
                    assertEquals("still here", first.send("say still here\n").line());
                    first.halfClose();
                    assertEquals("waited", second.line());
                }
            }
            for (int i = 0; i < 10; i++) {
                try (Client next = new Client(server.address())) {
                    assertEquals("one after the other", next.send("say one after the other\n").line());
                }
            }
        }
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    @Test
    void aPoolWithoutAThreadTellsItsClientsSo() throws IOException {
        exhausted.set(true);
        try (Server server = start("connection", factory -> Executors.newFixedThreadPool(10, factory))) {
            try (Client refused = new Client(server.address())) {
                assertEquals(ToyProtocol.FULL, refused.send("say here\n").rest());
            }
            exhausted.set(false);
            try (Client served = new Client(server.address())) {
                assertEquals("here", served.send("say here\n").line());
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
