package dev.refservers.threaded;

import static dev.refservers.threaded.Architectures.limits;
import static dev.refservers.threaded.Architectures.settings;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that is full lets clients wait, and says so. */
@Timeout(60)
class PooledTest {

    private static final Limits LIMITS = limits(4, 0);

    private final ToyProtocol toy = new ToyProtocol(LIMITS);

    private Server startWithTwoThreads() throws IOException {
        return PooledArchitecture.start(toy, settings(Duration.ofSeconds(5), LIMITS), 2);
    }

    @Test
    void aClientWaitsUntilAThreadIsFreeAndNothingIsLost() throws IOException {
        try (Server server = startWithTwoThreads();
                Client first = new Client(server.address());
                Client second = new Client(server.address())) {
            assertEquals("one", first.send("say one\n").line());
            assertEquals("two", second.send("say two\n").line());
            assertEquals(0, server.connectionsWaiting());
            try (Client third = new Client(server.address()).send("say three\n")) {
                await().until(() -> server.connectionsWaiting() == 1);
                assertEquals("still one", first.send("say still one\n").line());
                assertEquals(2, toy.open.get(), "a client that waits has no session, and so no time-out");
                first.halfClose();
                assertEquals("three", third.line());
                assertEquals(0, server.connectionsWaiting());
            }
        }
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    @Test
    void aClientOverTheLimitIsToldAtOnceThoughOthersWait() throws IOException {
        List<Client> clients = new ArrayList<>();
        try (Server server = startWithTwoThreads()) {
            for (int i = 0; i < 4; i++) {
                clients.add(new Client(server.address()));
            }
            await().until(() -> server.connectionsWaiting() == 2);
            try (Client fifth = new Client(server.address())) {
                assertEquals(ToyProtocol.FULL, fifth.rest());
            }
            for (Client client : clients) {
                client.close();
            }
        }
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    @Test
    void clientsThatWaitAreTurnedAwayWhenTheServerCloses() throws IOException {
        Server server = startWithTwoThreads();
        try (Client first = new Client(server.address());
                Client second = new Client(server.address());
                Client third = new Client(server.address())) {
            assertEquals("one", first.send("say one\n").line());
            assertEquals("two", second.send("say two\n").line());
            await().until(() -> server.connectionsWaiting() == 1);
            server.close();
            assertEquals("", third.rest());
        }
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    @Test
    void metricsTellHowManyWait() throws Exception {
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "dev.refservers.server.Main", "pooled", "--protocol", "http",
                "--port", "0").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<Client> clients = new ArrayList<>();
        try (BufferedReader output = server.inputReader()) {
            String greeting = output.readLine();
            String port = greeting.substring(greeting.lastIndexOf(':', greeting.indexOf(" (")) + 1,
                    greeting.indexOf(" ("));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
            for (int i = 0; i < PooledArchitecture.THREADS + 3; i++) {
                clients.add(new Client(address));
            }
            await().untilAsserted(() -> {
                String metrics = metrics(clients.getFirst());
                assertTrue(metrics.contains("\nrefservers_connections_waiting 3\n"), metrics);
            });
            assertTrue(metrics(clients.getFirst()).contains(
                    "\nrefservers_connections_open " + PooledArchitecture.THREADS + "\n"));
            for (Client client : clients) {
                client.close();
            }
        } finally {
            server.destroy();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS));
        }
        assertEquals(0, server.exitValue());
    }

    private static String metrics(Client client) throws IOException {
        client.send("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n");
        int length = 0;
        for (String line = client.line(); !line.equals("\r"); line = client.line()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()).strip());
            }
        }
        return client.receive(length);
    }
}
