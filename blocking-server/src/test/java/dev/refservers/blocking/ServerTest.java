package dev.refservers.blocking;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client of a server may rely on that serves one client at a time, over real sockets. */
@Timeout(60)
class ServerTest {

    private static final Limits LIMITS = limits(0);

    private final ToyProtocol toy = new ToyProtocol(LIMITS);
    private final List<Server> servers = new ArrayList<>();

    private static Limits limits(long idleTimeoutNanos) {
        return new Limits(1, 1 << 20, 1 << 10, 64 << 10, 64 << 10, 1 << 20, 1 << 20, idleTimeoutNanos, 200_000_000);
    }

    private static Settings settings(Duration gracePeriod, Limits limits) {
        return new Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100, gracePeriod, limits);
    }

    private Server start() throws IOException {
        return start(toy, settings(Duration.ofSeconds(5), LIMITS));
    }

    private Server start(Protocol protocol, Settings settings) throws IOException {
        Server server = ServiceLoader.load(Architecture.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("blocking"))
                .findFirst().orElseThrow().start(protocol, settings);
        servers.add(server);
        return server;
    }

    @AfterEach
    void close() {
        servers.forEach(Server::close);
        assertEquals(0, toy.open.get(), "every session is closed");
        assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(
                thread -> thread.getName().startsWith("blocking")), "no thread is left");
    }

    @Test
    void everyByteComesBackInOrder() throws IOException {
        Server server = start(new EchoProtocol(LIMITS, new Statistics()), settings(Duration.ofSeconds(5), LIMITS));
        try (Client client = new Client(server.address())) {
            for (int length : new int[]{3, 20_000, 1, 100_000, 3}) {
                String text = "0123456789abcdef".repeat(length / 16 + 1).substring(0, length);
                assertEquals(text, client.send(text).receive(length));
            }
        }
    }

    @Test
    void theNextClientIsServedWhenTheOneBeforeHasLeftAndNothingIsLost() throws IOException {
        Server server = start();
        List<Client> waiting = new ArrayList<>();
        try (Client first = new Client(server.address())) {
            assertEquals("here", first.send("say here\n").line());
            for (int i = 0; i < 20; i++) {
                waiting.add(new Client(server.address()).send("say " + i + "\nsay again\n"));
            }
            assertEquals("still here", first.send("say still here\n").line());
            assertEquals(1, toy.open.get(), "one is served, though none is refused");
        }
        for (int i = 0; i < waiting.size(); i++) {
            try (Client next = waiting.get(i)) {
                assertEquals("" + i, next.line());
                assertEquals("again", next.line());
            }
        }
    }

    @Test
    void aHalfClosedClientGetsAllThatItIsOwed() throws IOException {
        try (Client client = new Client(start().address())) {
            client.send("say one\nowe 5000000\nsay two\n").halfClose();
            assertEquals("one", client.line());
            client.skip(5_000_000);
            assertEquals("two\n", client.rest());
        }
    }

    @Test
    void aResetEndsOneConnectionOnly() throws IOException {
        Server server = start();
        try (Client client = new Client(server.address()); Client other = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            client.reset();
            assertEquals("here", other.send("say here\n").line());
        }
    }

    @Test
    void aBugInASessionEndsThatConnectionOnly() throws IOException {
        Server server = start();
        try (Client client = new Client(server.address()); Client other = new Client(server.address())) {
            assertEquals("", client.send("bug\n").rest());
            assertEquals("here", other.send("say here\n").line());
        }
    }

    @Test
    void aServerStartsAgainOnThePortThatItHadThoughAClientWasConnected() throws IOException {
        Server first = start();
        try (Client client = new Client(first.address())) {
            client.send("say one\n").line();
            first.close();
            Server second = start(toy, settings(Duration.ofSeconds(5), LIMITS).withPort(first.address().getPort()));
            try (Client other = new Client(second.address())) {
                assertEquals("two", other.send("say two\n").line());
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        int port = start().address().getPort();
        IOException failure = assertThrows(IOException.class,
                () -> start(toy, settings(Duration.ofSeconds(5), LIMITS).withPort(port)));
        assertTrue(failure.toString().contains(":" + port), failure.toString());
    }

    @Test
    void aDeadlineIsNeverEarly() throws IOException {
        try (Client client = new Client(start().address())) {
            for (int millis = 0; millis < 40; millis++) {
                long sent = System.nanoTime();
                assertEquals("awake", client.send("sleep " + millis + "\n").line());
                long elapsed = System.nanoTime() - sent;
                assertTrue(elapsed >= millis * 1_000_000L, elapsed + " ns after it asked for " + millis + " ms");
            }
        }
    }

    @Test
    void aSessionIsResumedWhenSomebodyOutsideWakesIt() throws IOException {
        try (Client client = new Client(start().address())) {
            for (int i = 0; i < 20; i++) {
                client.send("say before\nawait me\nsay after\n");
                assertEquals("before", client.line());
                await().pollInterval(Duration.ofMillis(1)).until(() -> toy.waitingClients() == 1);
                assertTrue(toy.call("me"));
                assertEquals("me", client.line());
                assertEquals("after", client.line());
            }
        }
    }

    @Test
    void aSessionThatHasEnoughInputIsReadAgainWhenItIsWoken() throws IOException {
        int lines = 20_000;
        try (Client client = new Client(start().address())) {
            client.send("await me\n" + "say x\n".repeat(lines) + "say end\n");
            await().until(() -> toy.waitingClients() == 1);
            assertTrue(toy.call("me"));
            assertEquals("me", client.line());
            client.skip(2L * lines);
            assertEquals("end", client.line());
        }
    }

    @Test
    void aClientThatIsIdleTooLongIsClosed() throws IOException {
        Limits impatient = limits(100_000_000);
        Server server = start(new ToyProtocol(impatient), settings(Duration.ofSeconds(5), impatient));
        try (Client client = new Client(server.address())) {
            long since = System.nanoTime();
            assertEquals("one", client.send("say one\n").line());
            assertEquals("", client.rest());
            assertTrue(System.nanoTime() - since >= 100_000_000, "not too soon");
        }
    }

    @Test
    void aClientThatReadsNothingForTooLongMakesRoomForTheNext() throws IOException {
        Limits impatient = limits(100_000_000);
        Server server = start(new ToyProtocol(impatient), settings(Duration.ofSeconds(5), impatient));
        try (Client slow = new Client(server.address()); Client next = new Client(server.address())) {
            slow.send("owe 50000000\n").receive(1);
            assertEquals("next", next.send("say next\n").line());
        }
    }

    @Test
    void aSlowReaderGetsAllThoughThereIsAnIdleTimeOut() throws IOException {
        Limits impatient = limits(300_000_000);
        Server server = start(new ToyProtocol(impatient), settings(Duration.ofSeconds(5), impatient));
        try (Client slow = new Client(server.address())) {
            slow.send("owe 20000000\nsay end\n");
            for (int i = 0; i < 20; i++) {
                slow.skip(1_000_000);
                await().pollDelay(Duration.ofMillis(10)).until(() -> true);
            }
            assertEquals("end", slow.line());
        }
    }

    @Test
    void theLastReplyArrivesThoughTheClientGoesOnSending() throws IOException {
        try (Client client = new Client(start().address())) {
            client.send("bye\n" + "say more\n".repeat(100_000));
            assertEquals("bye\n", client.rest());
        }
    }

    @Test
    void closingDrainsWhatIsOwedAndReturns() throws Exception {
        Server server = start(toy, settings(Duration.ofSeconds(20), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("owe 20000000\nsay end\n").receive(1);
            Thread closing = Thread.ofPlatform().start(server::close);
            client.skip(20_000_000 - 1);
            assertEquals("end\n", client.rest());
            closing.join();
            server.close();
            assertThrows(IOException.class, () -> new Client(server.address()).close());
        }
    }

    @Test
    void closingEndsAClientThatTheServerIsReadingFrom() throws IOException {
        Server server = start(toy, settings(Duration.ofSeconds(50), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("say one\n").line();
            long before = System.nanoTime();
            server.close();
            assertTrue(System.nanoTime() - before < 10_000_000_000L, "only the linger time passes");
            assertEquals("", client.rest());
        }
    }

    @Test
    void closingEndsAClientThatWaits() throws IOException {
        Server server = start(toy, settings(Duration.ofSeconds(50), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("await me\n");
            await().until(() -> toy.waitingClients() == 1);
            server.close();
            assertEquals("", client.rest());
        }
    }

    @Test
    void closingAnswersWhatHadComeThoughItWasNotRead() throws Exception {
        Server server = start(toy, settings(Duration.ofSeconds(20), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("owe 10000000\n").receive(1);
            // The server is writing; these it reads when it is closing.
            client.send("say one\n").send("say two\n");
            Thread closing = Thread.ofPlatform().start(server::close);
            await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            client.skip(10_000_000 - 1);
            assertEquals("one\ntwo\n", client.rest());
            closing.join();
        }
    }

    @Test
    void aClientThatDoesNotReadIsClosedWhenTheGracePeriodIsOver() throws IOException {
        Server server = start(toy, settings(Duration.ofMillis(300), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            long before = System.nanoTime();
            server.close();
            assertTrue(System.nanoTime() - before >= 300_000_000L);
        }
    }

    @Test
    void theGracePeriodIsKeptThoughTheLingerTimeIsLonger() throws IOException {
        Server server = start(toy, settings(Duration.ofMillis(1), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("say one\n").line();
            server.close();
            assertEquals("", client.rest());
        }
    }

    @Test
    void aSecondCloseWaitsForTheFirst() throws Exception {
        Server server = start(toy, settings(Duration.ofMillis(300), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            Thread first = Thread.ofPlatform().start(server::close);
            server.close();
            first.join();
        }
    }

    @Test
    void anInterruptHurriesTheClose() throws Exception {
        Server server = start(toy, settings(Duration.ofHours(1), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            Thread closing = Thread.ofPlatform().start(server::close);
            closing.interrupt();
            closing.join();
        }
    }
}
