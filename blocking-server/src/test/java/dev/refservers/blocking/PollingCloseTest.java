package dev.refservers.blocking;

import static dev.refservers.blocking.Architectures.LIMITS;
import static dev.refservers.blocking.Architectures.settings;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is closed lets its clients take what they are owed, and leaves nothing behind. */
@Timeout(60)
class PollingCloseTest {

    private final ToyProtocol toy = new ToyProtocol(LIMITS);

    private Server start(Duration gracePeriod) throws IOException {
        return Architectures.named("polling").start(toy, settings(gracePeriod, LIMITS));
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, toy.open.get(), "every session is closed");
        // A thread is counted as alive for a moment after it has done its last.
        await().untilAsserted(() -> assertFalse(
                Thread.getAllStackTraces().keySet().stream().anyMatch(
                        thread -> thread.getName().startsWith("polling")),
                () -> Thread.getAllStackTraces().keySet().toString()));
    }

    @Test
    void closingDrainsWhatIsOwedAndReturns() throws Exception {
        Server server = start(Duration.ofSeconds(20));
        try (Client client = new Client(server.address());
                Client idle = new Client(server.address());
                Client waiting = new Client(server.address())) {
            idle.send("say idle\n").line();
            waiting.send("await nobody\n");
            await().until(() -> toy.waitingClients() == 1);
            client.send("owe 20000000\nsay end\n").receive(1);
            Thread closing = Thread.ofPlatform().start(server::close);
            client.skip(20_000_000 - 1);
            assertEquals("end\n", client.rest());
            assertEquals("", idle.rest());
            assertEquals("", waiting.rest());
            closing.join();
            server.close();
            assertThrows(IOException.class, () -> new Client(server.address()).close());
        }
    }

    @Test
    void closingAnswersWhatHadComeThoughItWasNotRead() throws Exception {
        Server server = start(Duration.ofSeconds(20));
        try (Client client = new Client(server.address())) {
            client.send("owe 10000000\n").receive(1);
            // The server is writing; these it reads when it is closing.
            client.send("say one\n").send("say two\n");
            Thread closing = Thread.ofPlatform().start(server::close);
            await().until(() -> closing.getState() == Thread.State.WAITING);
            client.skip(10_000_000 - 1);
            assertEquals("one\ntwo\n", client.rest());
            closing.join();
        }
    }

    @Test
    void aClientThatDoesNotReadIsClosedWhenTheGracePeriodIsOver() throws IOException {
        Server server = start(Duration.ofMillis(300));
        try (Client client = new Client(server.address()); Client woken = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            woken.send("await me\nowe 50000000\n");
            await().until(() -> toy.waitingClients() == 1);
            try (Client calling = new Client(server.address())) {
                assertEquals("called", calling.send("call me\n").line());
            }
            woken.receive("me\nx".length());
            long before = System.nanoTime();
            server.close();
            assertTrue(System.nanoTime() - before >= 300_000_000L);
        }
    }

    @Test
    void aSecondCloseWaitsForTheFirst() throws Exception {
        Server server = start(Duration.ofSeconds(1));
        try (Client client = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            Thread first = Thread.ofPlatform().start(server::close);
            await().until(() -> first.getState() == Thread.State.WAITING);
            server.close();
            first.join();
        }
    }

    @Test
    void aServerWithoutClientsClosesAtOnce() throws IOException {
        long before = System.nanoTime();
        start(Duration.ofSeconds(50)).close();
        assertTrue(System.nanoTime() - before < 10_000_000_000L);
    }
}
