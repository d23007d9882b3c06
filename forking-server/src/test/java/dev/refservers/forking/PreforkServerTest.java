package dev.refservers.forking;

import static dev.refservers.forking.Servers.connect;
import static dev.refservers.forking.Servers.limits;
import static dev.refservers.forking.Servers.protocol;
import static dev.refservers.forking.Servers.settings;
import static dev.refservers.forking.Servers.workers;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets, with real processes. */
@Timeout(120)
final class PreforkServerTest {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int WORKERS = 2;

    private final List<Server> servers = new ArrayList<>();

    @BeforeAll
    static void isAvailable() {
        Servers.assumeLinux();
    }

    @AfterEach
    void close() {
        servers.forEach(Server::close);
        assertEquals(0, workers().size(), "no process is left when the server is closed");
    }

    @Test
    void everyWorkerServesManyClients() throws IOException {
        Server server = start("telling");
        assertEquals(WORKERS, workers().size(), "the workers are there before the first client");
        Set<String> serving = new HashSet<>();
        List<Client> clients = new ArrayList<>();
        // Who accepts is for the kernel to say; among so many clients each will.
        while (serving.size() < WORKERS) {
            assertTrue(clients.size() < 1000, "one worker alone accepts");
            Client client = connect(server);
            clients.add(client);
            serving.add(client.send("who\n").line().split(" ", -1)[0]);
        }
        for (Client client : clients) {
            assertTrue(serving.contains(client.send("who\n").line().split(" ", -1)[0]));
            client.close();
        }
    }

    @Test
    void aWorkerThatDiesIsReplacedAndOnlyItsClientsAreLost() throws IOException {
        Server server = start("telling");
        List<ProcessHandle> first = workers();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(connect(server));
        }
        ProcessHandle victim = first.getFirst();
        List<Client> lost = new ArrayList<>();
        for (Client client : clients) {
            if (client.send("who\n").line().startsWith(victim.pid() + " ")) {
                lost.add(client);
            }
        }
        victim.destroyForcibly();
        await().until(() -> workers().size() == WORKERS && !workers().contains(victim));
        clients.removeAll(lost);
        for (Client client : lost) {
            assertThrows(IOException.class, () -> {
                client.send("who\n");
                throw new IOException("got '" + client.rest() + "', then the end");
            });
            client.close();
        }
        for (Client client : clients) {
            assertTrue(client.send("who\n").line().startsWith(first.getLast().pid() + " "));
            client.close();
        }
        try (Client client = connect(server)) {
            assertTrue(client.send("who\n").line().contains(" "));
        }
    }

    @Test
    void aWorkerThatIsAskedToEndServesItsClientsFirstAndIsReplaced() throws IOException {
        Server server = start("telling");
        try (Client client = connect(server)) {
            long pid = Long.parseLong(client.send("who\n").line().split(" ", -1)[0]);
            client.send("owe 10000000\n").receive(1);
            ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
            worker.destroy();
            client.skip(10_000_000 - 1);
            assertEquals("", client.rest());
            await().until(() -> workers().size() == WORKERS && !workers().contains(worker));
        }
    }

    @Test
    void theLimitOfConnectionsIsThatOfAllWorkersTogether() throws IOException {
        int limit = 5;
        Server server = start("telling", limits(limit, 0), GRACE);
        for (int round = 0; round < 5; round++) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 4 * limit; i++) {
                clients.add(connect(server).send("who\n"));
            }
            int admitted = 0;
            for (Client client : clients) {
                admitted += (client.line() + "\n").equals(TellingProvider.FULL) ? 0 : 1;
            }
            assertEquals(limit, admitted);
            for (Client client : clients) {
                client.halfClose();
                client.rest();
                client.close();
            }
        }
    }

    @Test
    void theQueuesAreTheSameForAllProcesses() throws IOException {
        Server server = start("queue");
        List<Client> clients = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            Client client = connect(server);
            clients.add(client);
            assertEquals(":" + i, client.send("RPUSH q " + i + "\r\n").line().strip());
        }
        for (int i = 1; i <= 20; i++) {
            Client client = clients.get(i - 1);
            client.send("LPOP q\r\n").line();
            assertEquals("" + i, client.line().strip());
            client.close();
        }
    }

    @Test
    void statusTellsAboutTheWholeServer() throws IOException {
        Server server = start("http");
        for (int i = 0; i < 20; i++) {
            try (Client client = connect(server)) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").rest();
            }
        }
        // A client sees the end of its connection before its worker does.
        await().until(() -> {
            try (Client client = connect(server)) {
                String metrics = client.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").rest();
                return metrics.contains("refservers_connections_open 1\n")
                        && !metrics.contains("refservers_requests_served_total 0\n");
            }
        });
    }

    @Test
    void closingLetsClientsTakeWhatTheyAreOwedAndRefusesNewOnes() throws Exception {
        Server server = start("telling");
        Thread closer = new Thread(server::close, "closer");
        try (Client owed = connect(server)) {
            owed.send("owe 20000000\n").receive(1);
            closer.start();
            await().until(() -> {
                try (Client late = connect(server)) {
                    return late.send("who\n").line().isEmpty();
                } catch (IOException refused) {
                    return true;
                }
            });
            owed.skip(20_000_000 - 1);
            assertEquals("", owed.rest());
        }
        closer.join();
        assertEquals(0, workers().size());
        assertThrows(IOException.class, () -> connect(server));
    }

    @Test
    void aServerWhoseWorkersCannotStartDoesNotStart() {
        Settings settings = settings(limits(10, 0), GRACE);
        for (String java : List.of("/there/is/no/java", "/bin/false")) {
            assertThrows(IOException.class, () -> PreforkServer.start("prefork", protocol("queue", settings), settings,
                    WORKERS, Path.of(java)));
            assertEquals(0, workers().size());
        }
    }

    private Server start(String protocol) throws IOException {
        return start(protocol, limits(1000, 0), GRACE);
    }

    private Server start(String protocol, Limits limits, Duration gracePeriod) throws IOException {
        Settings settings = settings(limits, gracePeriod);
        Server server = PreforkServer.start("prefork", protocol(protocol, settings), settings, WORKERS,
                WorkerCommand.java());
        servers.add(server);
        return server;
    }
}
