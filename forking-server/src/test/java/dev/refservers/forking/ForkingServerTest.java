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
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, with a real process for each client. */
@Timeout(120)
final class ForkingServerTest {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final List<Server> servers = new ArrayList<>();

    @TempDir
    Path directory = Path.of("");

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
    void everyByteComesBackInOrder() throws IOException {
        try (Client client = connect(start("echo"))) {
            for (int length : new int[]{1, 65_535, 65_536, 65_537, 3, 200_000, 1}) {
                String text = "0123456789abcdef".repeat(length / 16 + 1).substring(0, length);
                assertEquals(text, client.send(text).receive(length));
            }
        }
    }

    @Test
    void everyClientHasAProcessOfItsOwn() throws IOException {
        Server server = start("telling");
        Set<String> processes = new HashSet<>();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(connect(server).send("who\n"));
        }
        for (Client client : clients) {
            String[] who = client.line().split(" ", -1);
            processes.add(who[0]);
            assertEquals("1", who[1], "the state of a protocol that workers make anew is each worker's own");
        }
        assertEquals(5, processes.size());
        assertEquals(processes, new HashSet<>(workers().stream().map(worker -> "" + worker.pid()).toList()));
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void aWorkerHasNoClientButItsOwn() throws IOException {
        Server server = start("telling");
        List<Client> clients = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Client client = connect(server);
            clients.add(client);
            String pid = client.send("who\n").line().split(" ", -1)[0];
            Set<String> sockets = tcpSockets(pid);
            assertEquals(1, sockets.size(), "TCP sockets of worker " + pid);
            seen.addAll(sockets);
        }
        assertEquals(3, seen.size());
        // And the parent, which is this process, has let go of all of them.
        await().until(() -> Collections.disjoint(seen, tcpSockets("self")));
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void aKilledWorkerCostsOneConnection() throws IOException {
        Server server = start("telling");
        try (Client victim = connect(server); Client other = connect(server)) {
            long pid = Long.parseLong(victim.send("who\n").line().split(" ", -1)[0]);
            String otherPid = other.send("who\n").line();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            assertEquals("", victim.rest());
            assertEquals(otherPid, other.send("who\n").line());
            await().until(() -> workers().size() == 1);
        }
    }

    @Test
    void clientsThatSayNothingHoldNobodyUp() throws IOException {
        Server server = start("echo");
        List<Client> silent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            silent.add(connect(server));
        }
        // The client's own limit is more than 40 processes take, and less than if each few of them were taken for stuck.
        try (Client client = connect(server)) {
            assertEquals("hello", client.send("hello").receive(5));
        }
        for (Client each : silent) {
            each.close();
        }
    }

    @Test
    void manyClientsAtOnceAreAllServed() throws IOException {
        Server server = start("echo");
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(connect(server).send("x"));
        }
        for (Client client : clients) {
            assertEquals("x", client.receive(1));
        }
        for (Client client : clients) {
            client.close();
        }
        await().until(() -> workers().isEmpty());
    }

    @Test
    void workersAreReapedWhenTheirClientsLeave() throws IOException {
        Server server = start("echo");
        for (int i = 0; i < 3; i++) {
            try (Client client = connect(server)) {
                assertEquals("x", client.send("x").receive(1));
            }
        }
        // Zombies are children too.
        await().until(() -> workers().isEmpty());
    }

    @Test
    void aClientThatResetsBeforeItsWorkerHasStartedIsNoBother() throws IOException {
        Server server = start("echo");
        for (int i = 0; i < 3; i++) {
            connect(server).send("x").reset();
        }
        await().until(() -> workers().isEmpty());
        try (Client client = connect(server)) {
            assertEquals("x", client.send("x").receive(1));
        }
    }

    @Test
    void aHalfClosedClientGetsAllThatItIsOwed() throws IOException {
        try (Client client = connect(start("telling"))) {
            client.send("owe 5000000\n").halfClose();
            client.skip(5_000_000);
            assertEquals("", client.rest());
        }
    }

    @Test
    void aBugInASessionEndsThatConnectionOnly() throws IOException {
        Server server = start("telling");
        try (Client client = connect(server); Client other = connect(server)) {
            String who = other.send("who\n").line();
            assertEquals("", client.send("bug\n").rest());
            assertEquals(who, other.send("who\n").line());
        }
    }

    @Test
    void theQueuesAreTheSameForAllProcesses() throws IOException {
        Server server = start("queue");
        try (Client waiter = connect(server); Client pusher = connect(server)) {
            waiter.send("BLPOP q 0\r\n");
            pusher.send("LLEN q\r\n").line();
            await().until(() -> {
                String length = pusher.send("INFO clients\r\n").line().strip().substring(1);
                return pusher.receive(Integer.parseInt(length) + 2).contains("blocked_clients:1\r\n");
            });
            assertEquals(":2", pusher.send("RPUSH q a b\r\n").line().strip());
            assertEquals("*2\r\n$1\r\nq\r\n$1\r\na\r\n", waiter.receive(18));
            assertEquals("$1\r\nb\r\n", waiter.send("LPOP q\r\n").receive(7));
        }
    }

    @Test
    void anElementIsNotGivenToAWorkerThatWasKilledWhileItWaited() throws IOException {
        Server server = start("queue");
        try (Client waiter = connect(server)) {
            waiter.send("LLEN q\r\n").line();
            ProcessHandle worker = workers().getFirst();
            waiter.send("BLPOP q 0\r\n");
            try (Client pusher = connect(server)) {
                pusher.send("LLEN q\r\n").line();
                worker.destroyForcibly();
                assertEquals("", waiter.rest());
                await().until(() -> workers().size() == 1);
                assertEquals(":1", pusher.send("RPUSH q a\r\n").line().strip());
                assertEquals(":1", pusher.send("LLEN q\r\n").line().strip());
            }
        }
    }

    @Test
    void statusTellsAboutTheWholeServer() throws IOException {
        Server server = start("http");
        try (Client first = connect(server); Client second = connect(server)) {
            first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").line();
            first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").line();
            try (Client third = connect(server)) {
                third.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").rest();
            }
            // The third has seen the end of its connection before its worker has.
            await().until(() -> metrics(second).contains("refservers_connections_open 2\n"));
            String metrics = metrics(second);
            assertTrue(metrics.contains("architecture=\"forking\""), metrics);
            assertTrue(metrics.contains("refservers_connections_accepted_total 3\n"), metrics);
        }
    }

    @Test
    void aClientOverTheLimitIsToldSoUntilAnotherLeaves() throws IOException {
        Server server = start("telling", limits(2, 0), GRACE);
        try (Client a = connect(server); Client b = connect(server)) {
            a.send("who\n").line();
            b.send("who\n").line();
            try (Client c = connect(server)) {
                assertEquals(TellingProvider.FULL, c.rest());
            }
            a.halfClose();
            await().ignoreExceptions().untilAsserted(() -> {
                try (Client d = connect(server)) {
                    assertTrue(d.send("who\n").line().endsWith(" 1"));
                }
            });
        }
    }

    @Test
    void aClientForWhomThereIsNoProcessIsToldSo() throws IOException {
        Settings settings = settings(limits(10, 0), GRACE);
        Server server = ForkingServer.start("forking", protocol("queue", settings), settings, 10,
                Path.of("/there/is/no/java"));
        servers.add(server);
        for (int i = 0; i < 3; i++) {
            try (Client client = connect(server)) {
                assertEquals("-ERR max number of clients reached\r\n", client.rest());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "kill -9 $$"})
    void aClientWhoseWorkerEndsBeforeItHasComeIsToldSo(String end) throws IOException {
        Path room = directory.resolve("room");
        Server server = start("test -e '" + room + "' && exec '" + WorkerCommand.java() + "' \"$@\"; " + end, 2, GRACE);
        for (int i = 0; i < 3; i++) {
            // What it has sent is not read by anybody, and must not make its end a reset.
            try (Client client = connect(server).send("PING\r\n")) {
                assertEquals("-ERR max number of clients reached\r\n", client.rest());
            }
        }
        Files.createFile(room);
        try (Client first = connect(server); Client second = connect(server)) {
            assertEquals("+PONG", first.send("PING\r\n").line().strip());
            assertEquals("+PONG", second.send("PING\r\n").line().strip());
            String length = second.send("INFO\r\n").line().strip().substring(1);
            String info = second.receive(Integer.parseInt(length) + 2);
            assertTrue(info.contains("\r\nrejected_connections:3\r\n"), info);
            assertTrue(info.contains("\r\ntotal_connections_received:2\r\n"), info);
        }
    }

    @Test
    void aClientWhoseWorkerEndsBeforeItHasComeIsToldSoAlsoWhileTheServerIsClosed() throws Exception {
        Path end = directory.resolve("end");
        int starting = 2 * Runtime.getRuntime().availableProcessors();
        Server server = start("until test -e '" + end + "'; do sleep 0.05; done; exit 1", starting + 1, GRACE);
        Thread closer = new Thread(server::close, "closer");
        List<Client> clients = new ArrayList<>();
        // One more than start at once: it waits in the backlog, and is looked after now and then.
        for (int i = 0; i <= starting; i++) {
            clients.add(connect(server).send("PING\r\n"));
        }
        await().until(() -> workers().size() == starting);
        closer.start();
        await().until(() -> isClosed(server));
        Files.createFile(end);
        for (Client client : clients.subList(0, starting)) {
            assertEquals("-ERR max number of clients reached\r\n", client.rest());
            client.close();
        }
        closer.join();
        clients.getLast().close();
    }

    @Test
    void aWorkerThatNeverComesToItsClientDelaysTheEndOfTheServerByTheGracePeriod() throws IOException {
        int before = tcpSockets("self").size();
        Server server = start("exec sleep 60", 1, Duration.ofMillis(300));
        try (Client client = connect(server)) {
            await().until(() -> workers().size() == 1);
            long since = System.nanoTime();
            server.close();
            long elapsed = System.nanoTime() - since;
            assertTrue(elapsed >= 300_000_000 && elapsed < 20_000_000_000L, elapsed + " ns");
            assertEquals("", client.rest());
        }
        await().until(() -> tcpSockets("self").size() <= before);
    }

    @Test
    void anIdleClientIsClosed() throws IOException {
        try (Client client = connect(start("queue", limits(10, 200_000_000), GRACE))) {
            assertEquals(":0", client.send("LLEN q\r\n").line().strip());
            long since = System.nanoTime();
            assertEquals("", client.rest());
            assertTrue(System.nanoTime() - since > 190_000_000);
        }
    }

    @Test
    void closingLetsClientsTakeWhatTheyAreOwed() throws Exception {
        Server server = start("telling");
        Thread closer = new Thread(server::close, "closer");
        try (Client owed = connect(server); Client starting = connect(server)) {
            owed.send("owe 20000000\n").receive(1);
            starting.send("who\n");
            // What the server has not accepted yet it does not know.
            await().until(() -> workers().size() == 2);
            closer.start();
            owed.skip(20_000_000 - 1);
            assertEquals("", owed.rest());
            assertTrue(starting.rest().endsWith(" 1\n"));
        }
        closer.join();
        assertEquals(0, workers().size());
        assertThrows(IOException.class, () -> connect(server));
    }

    @Test
    void closingDoesNotWaitLongerThanTheGracePeriodForAClientThatReadsNothing() throws IOException {
        Server server = start("telling", limits(10, 0), Duration.ofMillis(300));
        try (Client client = connect(server)) {
            client.send("owe 50000000\n").receive(1);
            long since = System.nanoTime();
            server.close();
            long elapsed = System.nanoTime() - since;
            assertTrue(elapsed >= 300_000_000 && elapsed < 20_000_000_000L, elapsed + " ns");
            assertEquals(0, workers().size());
        }
    }

    @Test
    void aServerStartsAgainOnThePortThatItHadThoughClientsWereConnected() throws IOException {
        Server first = start("echo");
        try (Client client = connect(first)) {
            client.send("x").receive(1);
            first.close();
            Settings settings = settings(limits(10, 0), GRACE).withPort(first.address().getPort());
            Server second = new ForkingArchitecture().start(protocol("echo", settings), settings);
            servers.add(second);
            try (Client other = connect(second)) {
                assertEquals("y", other.send("y").receive(1));
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        int port = start("echo").address().getPort();
        Settings settings = settings(limits(10, 0), GRACE).withPort(port);
        IOException failure = assertThrows(IOException.class,
                () -> new ForkingArchitecture().start(protocol("echo", settings), settings));
        assertTrue(failure.toString().contains(":" + port), failure.toString());
    }

    @Test
    void aProtocolThatWorkersCannotMakeIsRefusedAtTheStart() {
        Settings settings = settings(limits(10, 0), GRACE);
        Protocol unknown = new Protocol() {
            @Override
            public String name() {
                return "unheard-of";
            }

            @Override
            public Session open(Runnable wake, long now) {
                throw new AssertionError("the parent opens no session of it");
            }

            @Override
            public Session refuse(long now) {
                throw new AssertionError("there is no client to be refused");
            }
        };
        IOException failure = assertThrows(IOException.class,
                () -> new ForkingArchitecture().start(unknown, settings));
        assertTrue(failure.toString().contains("'unheard-of'"), failure.toString());
    }

    private static String metrics(Client client) throws IOException {
        client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        int length = 0;
        for (String line = client.line(); !line.isBlank(); line = client.line()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()).strip());
            }
        }
        return client.receive(length);
    }

    private Server start(String protocol) throws IOException {
        return start(protocol, limits(100, 0), GRACE);
    }

    private Server start(String protocol, Limits limits, Duration gracePeriod) throws IOException {
        Settings settings = settings(limits, gracePeriod);
        Server server = new ForkingArchitecture().start(protocol(protocol, settings), settings);
        servers.add(server);
        return server;
    }

    /** Of {@code queue}, for so many clients at once; the workers are run by a program of this text. */
    private Server start(String program, int maxConnections, Duration gracePeriod) throws IOException {
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\n" + program + "\n");
        assertTrue(java.toFile().setExecutable(true));
        Settings settings = settings(limits(maxConnections, 0), gracePeriod);
        Server server = ForkingServer.start("forking", protocol("queue", settings), settings, maxConnections, java);
        servers.add(server);
        return server;
    }

    private static boolean isClosed(Server server) {
        try (Client client = connect(server)) {
            client.send("x");
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** The inodes of a process's sockets that the kernel lists as TCP. */
    private static Set<String> tcpSockets(String pid) throws IOException {
        Set<String> tcp = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path path = Path.of("/proc/" + pid + "/net/" + table);
            for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
                String[] fields = line.strip().split("\\s+", -1);
                tcp.add("socket:[" + fields[9] + "]");
            }
        }
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.filter(Files::isSymbolicLink).toList()) {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        sockets.retainAll(tcp);
        return sockets;
    }
}
