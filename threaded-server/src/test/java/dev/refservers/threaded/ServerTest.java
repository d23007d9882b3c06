package dev.refservers.threaded;

import static dev.refservers.threaded.Architectures.LIMITS;
import static dev.refservers.threaded.Architectures.limits;
import static dev.refservers.threaded.Architectures.settings;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What every client of the servers of this module may rely on, over real sockets. */
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"threaded", "virtual", "pooled"})
class ServerTest {

    private static final Settings SETTINGS = settings(Duration.ofSeconds(5), LIMITS);

    @Parameter
    String architecture = "";

    private final ToyProtocol toy = new ToyProtocol(LIMITS);
    private final List<Server> servers = new ArrayList<>();

    private Server start() throws IOException {
        return start(toy, SETTINGS);
    }

    private Server start(Protocol protocol, Settings settings) throws IOException {
        Server server = Architectures.named(architecture).start(protocol, settings);
        servers.add(server);
        return server;
    }

    @AfterEach
    void close() {
        servers.forEach(Server::close);
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    @Test
    void everyByteComesBackInOrder() throws IOException {
        Server server = start(new EchoProtocol(LIMITS, new Statistics()), SETTINGS);
        try (Client client = new Client(server.address())) {
            assertEquals("one", client.send("one").receive(3));
            // Around the sizes of both buffers, and back to small ones.
            for (int length : new int[]{2047, 2048, 2049, 20_000, 3, 100_000, 1}) {
                String text = "0123456789abcdef".repeat(length / 16 + 1).substring(0, length);
                assertEquals(text, client.send(text).receive(length));
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
            assertEquals("here", other.send("say here\n").line());
            client.send("owe 50000000\n").receive(1);
            client.reset();
            await().until(() -> toy.open.get() == 1);
            assertEquals("still here", other.send("say still here\n").line());
        }
    }

    @Test
    void aServerStartsAgainOnThePortThatItHadThoughClientsWereConnected() throws IOException {
        Server first = start();
        try (Client client = new Client(first.address())) {
            client.send("say one\n").line();
            first.close();
            Server second = start(toy, SETTINGS.withPort(first.address().getPort()));
            try (Client other = new Client(second.address())) {
                assertEquals("two", other.send("say two\n").line());
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        int port = start().address().getPort();
        IOException failure = assertThrows(IOException.class, () -> start(toy, SETTINGS.withPort(port)));
        assertTrue(failure.toString().contains(":" + port), failure.toString());
    }

    @Test
    void aClientThatReadsNothingHoldsUpNobody() throws IOException {
        Server server = start();
        try (Client slow = new Client(server.address()); Client other = new Client(server.address())) {
            slow.send("owe 50000000\nsay end\n").receive(1);
            for (int i = 0; i < 100; i++) {
                assertEquals("quick", other.send("say quick\n").line());
            }
            slow.skip(50_000_000 - 1);
            assertEquals("end", slow.line());
        }
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
    void theSoonerOfTwoDeadlinesComesFirstThoughItWasSetLast() throws IOException {
        Server server = start();
        try (Client patient = new Client(server.address()); Client hurried = new Client(server.address())) {
            patient.send("sleep 600000\n");
            for (int i = 0; i < 10; i++) {
                assertEquals("awake", hurried.send("sleep 20\n").line());
            }
        }
    }

    @Test
    void aClientThatIsIdleTooLongIsClosed() throws IOException {
        ToyProtocol impatient = new ToyProtocol(limits(100, 100_000_000));
        try (Client client = new Client(start(impatient, SETTINGS.withLimits(limits(100, 100_000_000))).address())) {
            long since = System.nanoTime();
            assertEquals("one", client.send("say one\n").line());
            assertEquals("", client.rest());
            assertTrue(System.nanoTime() - since >= 100_000_000, "not too soon");
        }
    }

    @Test
    void aClientThatReadsNothingForTooLongIsClosed() throws IOException {
        ToyProtocol impatient = new ToyProtocol(limits(100, 100_000_000));
        try (Client client = new Client(start(impatient, SETTINGS.withLimits(limits(100, 100_000_000))).address())) {
            client.send("owe 50000000\n").receive(1);
            await().until(() -> impatient.open.get() == 0);
        }
    }

    @Test
    void aClientOverTheLimitIsToldSoUntilAnotherLeaves() throws IOException {
        Server server = start(toy, SETTINGS.withLimits(limits(2, 0)));
        try (Client a = new Client(server.address()); Client b = new Client(server.address())) {
            a.send("say in\n").line();
            b.send("say in\n").line();
            try (Client c = new Client(server.address())) {
                assertEquals(ToyProtocol.FULL, c.send("say in\n").rest());
            }
            a.halfClose();
            await().ignoreExceptions().untilAsserted(() -> {
                try (Client d = new Client(server.address())) {
                    assertEquals("in", d.send("say in\n").line());
                }
            });
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
    void aBugInASessionEndsThatConnectionOnly() throws IOException {
        Server server = start();
        try (Client client = new Client(server.address()); Client other = new Client(server.address())) {
            assertEquals("", client.send("bug\n").rest());
            assertEquals("here", other.send("say here\n").line());
        }
    }
}
