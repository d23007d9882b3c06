package dev.refservers.async;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What every client of the servers of this module may rely on, over real sockets. */
@Timeout(60)
@ParameterizedClass
@ValueSource(strings = {"async"})
class ServerTest {

    private static final Limits LIMITS = limits(100, 0);
    private static final Settings SETTINGS = Settings.DEFAULT.withPort(0).withLimits(LIMITS);

    @Parameter
    String architecture = "";

    private final ToyProtocol toy = new ToyProtocol(LIMITS);
    private final List<Server> servers = new ArrayList<>();

    private static Limits limits(int maxConnections, long idleTimeoutNanos) {
        return new Limits(maxConnections, 1 << 20, 1 << 10, 64 << 10, 64 << 10, 1 << 20, 1 << 20, idleTimeoutNanos,
                200_000_000);
    }

    private Server start() throws IOException {
        return start(toy, SETTINGS);
    }

    private Server start(Protocol protocol, Settings settings) throws IOException {
        Server server = ServiceLoader.load(Architecture.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(architecture))
                .findFirst().orElseThrow().start(protocol, settings);
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
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 30_000; i++) {
                text.append(i).append(' ');
            }
            assertEquals("one", client.send("one").receive(3));
            assertEquals(text.toString(), client.send(text.toString()).receive(text.length()));
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
    void theStackDoesNotGrowWithTheRequestsThatAClientPipelines() throws Exception {
        try (Client client = new Client(start().address())) {
            int requests = 50_000;
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    client.send("depth\n".repeat(requests));
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            int deepest = 0;
            for (int i = 0; i < requests; i++) {
                deepest = Math.max(deepest, Integer.parseInt(client.line()));
            }
            sender.join();
            assertTrue(deepest < 50, deepest + " frames");
        }
    }

    @Test
    void aClientThatSendsWithoutPauseDoesNotStarveOthers() throws Exception {
        Server server = start();
        try (Client flooding = new Client(server.address()); Client other = new Client(server.address())) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    flooding.send("say a line that nobody needs\n".repeat(100_000) + "bye\n");
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    assertTrue(flooding.rest().endsWith("bye\n"));
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            while (reader.isAlive()) {
                assertEquals("quick", other.send("say quick\n").line());
            }
            sender.join();
            reader.join();
        }
    }

    @Test
    void aSessionIsResumedWhenItIsWokenByAnother() throws IOException {
        Server server = start();
        try (Client a = new Client(server.address());
                Client b = new Client(server.address());
                Client c = new Client(server.address())) {
            for (int i = 0; i < 200; i++) {
                a.send("await a" + i + "\nsay served\n");
                b.send("await b" + i + "\n");
                await().pollInterval(Duration.ofMillis(1)).untilAsserted(
                        () -> assertEquals(2, toy.waitingClients()));
                c.send("call a" + i + "\ncall b" + i + "\n");
                assertEquals("a" + i, a.line());
                assertEquals("served", a.line());
                assertEquals("b" + i, b.line());
                assertEquals("called", c.line());
                assertEquals("called", c.line());
            }
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
    void aClientThatIsIdleTooLongIsClosed() throws IOException {
        ToyProtocol impatient = new ToyProtocol(limits(100, 100_000_000));
        try (Client client = new Client(start(impatient, SETTINGS).address())) {
            assertEquals("one", client.send("say one\n").line());
            assertEquals("", client.rest());
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

    @Test
    void closingDrainsWhatIsOwedAndReturns() throws Exception {
        Server server = start();
        try (Client client = new Client(server.address()); Client idle = new Client(server.address())) {
            idle.send("say idle\n").line();
            client.send("owe 20000000\nsay end\n").receive(1);
            Thread closing = Thread.ofPlatform().start(server::close);
            client.skip(20_000_000 - 1);
            assertEquals("end\n", client.rest());
            assertEquals("", idle.rest());
            closing.join();
            server.close();
            assertThrows(IOException.class, () -> new Client(server.address()).close());
        }
    }

    @Test
    void aClientThatDoesNotReadIsClosedWhenTheGracePeriodIsOver() throws IOException {
        Server server = start(toy, new Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10,
                Duration.ofMillis(300), LIMITS));
        try (Client client = new Client(server.address())) {
            client.send("owe 50000000\n").receive(1);
            long before = System.nanoTime();
            server.close();
            assertTrue(System.nanoTime() - before >= 300_000_000L);
        }
    }

    @Test
    void aClientThatOnlyWaitsCostsNoTime() throws IOException {
        try (Client client = new Client(start().address())) {
            client.send("await nobody\n");
            await().untilAsserted(() -> assertEquals(1, toy.waitingClients()));
            assertLoopsSleep();
            client.halfClose();
            assertEquals("", client.rest());
        }
    }

    @Test
    void aHalfClosedClientThatDoesNotReadCostsNoTime() throws IOException {
        try (Client client = new Client(start().address())) {
            client.send("owe 50000000\n").receive(1);
            client.halfClose();
            assertLoopsSleep();
            client.skip(50_000_000 - 1);
            assertEquals("", client.rest());
        }
    }

    /** Watches the loops for a while: were one told again and again of what it does not act on, it would use that time. */
    private void assertLoopsSleep() {
        long before = cpuNanosOfLoops();
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        long used = cpuNanosOfLoops() - before;
        assertTrue(used < 60_000_000, "the loops used " + used + " ns of 300 ms");
    }

    private long cpuNanosOfLoops() {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        return Stream.of(beans.getThreadInfo(beans.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(architecture + "-"))
                .mapToLong(thread -> beans.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
