package dev.refservers.forking;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.queue.LocalQueues;
import dev.refservers.protocol.queue.QueueProtocol;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens between a worker's sessions and its parent's, with a thread of this process for each of the two. */
@Timeout(60)
final class RemoteQueuesTest {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Limits LIMITS = Limits.DEFAULT;

    @TempDir
    Path directory = Path.of("");

    private final Statistics ofParent = new Statistics();
    private final Statistics ofWorker = new Statistics();
    private final LocalQueues queues = new LocalQueues(LIMITS, () -> new Status("test", 1, 0, 0, 0, 0, 0, 1, 0));

    private final EventLoop parent = loop();
    private final EventLoop worker = loop();
    private final Thread parentThread = new Thread(parent::run, "parent");
    private final Thread workerThread = new Thread(worker::run, "worker");
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("queues"));
        Protocol local = new Links(new QueueProtocol(LIMITS, ofParent, queues));
        ServerSocketChannel links = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
        new Acceptor(parent, links, 64, channel -> parent.open(channel, local, true), null);
        parentThread.start();

        Protocol remote = new QueueProtocol(LIMITS, ofWorker, new RemoteQueues(worker, path));
        ServerSocketChannel clients = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) clients.getLocalAddress();
        new Acceptor(worker, clients, 64, channel -> worker.open(channel, remote, true), null);
        workerThread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        worker.shutdown();
        workerThread.join();
        parent.shutdown();
        parentThread.join();
        assertEquals(0, ofWorker.connectionsOpen());
        assertEquals(0, ofParent.connectionsOpen());
    }

    @Test
    void aPipelineIsAnsweredInOrder() throws IOException {
        try (Client client = new Client(address)) {
            client.send("PING\r\nRPUSH q a b\r\nFOO\r\nLLEN q\r\nECHO \"\"\r\nLRANGE q 0 -1\r\nPING\r\n");
            String expected = String.join("\r\n", "+PONG", ":2",
                    "-ERR unknown command 'FOO', with args beginning with: ", ":2", "$0", "", "*2", "$1", "a", "$1",
                    "b",
                    "+PONG", "");
            assertEquals(expected, client.receive(expected.length()));
        }
        assertEquals(7, ofWorker.requestsServed());
        assertEquals(3, ofParent.requestsServed());
    }

    @Test
    void repliesAreOfTheVersionThatTheClientChose() throws IOException {
        try (Client client = new Client(address)) {
            assertEquals("$-1\r\n", client.send("LPOP none\r\n").receive(5));
            assertTrue(
                    client.send("HELLO 3\r\nLPOP none\r\nPING\r\nQUIT\r\n").rest().endsWith("_\r\n+PONG\r\n+OK\r\n"));
        }
    }

    @Test
    void aBlockingPopIsServedByAnotherClientsPush() throws IOException {
        try (Client first = new Client(address);
                Client second = new Client(address);
                Client pusher = new Client(address)) {
            first.send("BLPOP q 0\r\n");
            awaitBlocked(pusher, 1);
            second.send("BLPOP p q 0\r\nPING\r\n");
            awaitBlocked(pusher, 2);
            pusher.send("RPUSH q a b c\r\n");
            assertEquals(":3", pusher.line().strip());
            assertEquals("*2\r\n$1\r\nq\r\n$1\r\na\r\n", first.receive(18));
            assertEquals("*2\r\n$1\r\nq\r\n$1\r\nb\r\n+PONG\r\n", second.receive(25));
        }
    }

    @Test
    void aBlockingPopTimesOut() throws IOException {
        try (Client client = new Client(address)) {
            long sent = System.nanoTime();
            assertEquals("*-1\r\n", client.send("BLPOP q 0.05\r\n").receive(5));
            assertTrue(System.nanoTime() - sent >= 50_000_000);
        }
    }

    @Test
    void aWaiterThatLeavesIsForgottenAndItsElementStays() throws IOException {
        try (Client other = new Client(address)) {
            try (Client waiter = new Client(address)) {
                waiter.send("BLPOP q 0\r\n");
                awaitBlocked(other, 1);
            }
            awaitBlocked(other, 0);
            assertEquals(":1", other.send("RPUSH q a\r\n").line().strip());
            assertEquals(":1", other.send("LLEN q\r\n").line().strip());
        }
    }

    @Test
    void aWaiterThatHalfClosesIsClosedWithoutAnAnswer() throws IOException {
        try (Client waiter = new Client(address); Client other = new Client(address)) {
            waiter.send("PING\r\nBLPOP q 0\r\nPING\r\n");
            awaitBlocked(other, 1);
            waiter.halfClose();
            assertEquals("+PONG\r\n", waiter.rest());
            awaitBlocked(other, 0);
        }
    }

    @Test
    void whatAHalfClosedClientHasSentIsCarriedOutBehindABlockingPopThatNeedNotWait() throws IOException {
        try (Client client = new Client(address)) {
            for (int i = 0; i < 50; i++) {
                client.send("RPUSH q a\r\n").line();
                try (Client other = new Client(address)) {
                    other.send("BLPOP q 0\r\nRPUSH r b\r\nLPOP r\r\nPING\r\n").halfClose();
                    assertEquals("*2\r\n$1\r\nq\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n+PONG\r\n", other.rest());
                }
            }
        }
    }

    @Test
    void aClientThatAnotherKillsIsClosed() throws IOException {
        try (Client idle = new Client(address);
                Client waiting = new Client(address);
                Client killer = new Client(address)) {
            String idleId = idle.send("CLIENT ID\r\n").line().strip().substring(1);
            String waitingId = waiting.send("CLIENT ID\r\n").line().strip().substring(1);
            waiting.send("BLPOP q 0\r\n");
            awaitBlocked(killer, 1);
            assertEquals(":1", killer.send("CLIENT KILL ID " + idleId + "\r\n").line().strip());
            assertEquals("", idle.rest());
            assertEquals(":1", killer.send("CLIENT KILL ID " + waitingId + "\r\n").line().strip());
            assertEquals("", waiting.rest());
        }
    }

    @Test
    void nothingIsAnsweredBehindAClientsEndThatItAskedForItself() throws IOException {
        for (String kill : List.of("CLIENT KILL ID %s SKIPME no", "client kill skipme NO ID %s")) {
            // That the end is often there in time, by luck, must not suffice.
            for (int i = 0; i < 20; i++) {
                try (Client client = new Client(address)) {
                    String id = client.send("CLIENT ID\r\n").line().strip().substring(1);
                    client.send(kill.formatted(id) + "\r\nPING\r\nECHO a\r\nFOO\r\nRPUSH q a\r\n");
                    assertEquals(":1\r\n", client.rest());
                }
            }
        }
        try (Client other = new Client(address)) {
            assertEquals(":0", other.send("LLEN q\r\n").line().strip());
        }
    }

    @Test
    void aClientThatKillsOthersOrNobodyGoesOn() throws IOException {
        try (Client victim = new Client(address); Client killer = new Client(address)) {
            String id = victim.send("CLIENT ID\r\n").line().strip().substring(1);
            killer.send(
                    "CLIENT KILL ID " + id + "\r\nPING\r\nCLIENT KILL ID 0\r\nCLIENT KILL ID " + Long.MAX_VALUE + "\r\n"
                            + "CLIENT KILL\r\nRPUSH q a\r\nECHO a\r\n");
            assertEquals(":1", killer.line().strip());
            assertEquals("+PONG", killer.line().strip());
            assertEquals("-ERR client-id should be greater than 0", killer.line().strip());
            assertEquals(":0", killer.line().strip());
            assertTrue(killer.line().startsWith("-ERR wrong number of arguments"));
            assertEquals(":1\r\n$1\r\na\r\n", killer.receive(11));
            assertEquals("", victim.rest());
        }
    }

    @Test
    void aLongReplyReachesASlowClientWhole() throws IOException {
        String value = "0123456789abcdef".repeat(1 << 16);
        try (Client slow = new Client(address); Client other = new Client(address)) {
            for (int i = 0; i < 20; i++) {
                slow.send("*3\r\n$5\r\nRPUSH\r\n$1\r\nq\r\n$" + value.length() + "\r\n" + value + "\r\n").line();
            }
            slow.send("LRANGE q 0 -1\r\nLLEN q\r\n");
            for (int i = 0; i < 100; i++) {
                assertEquals(":20", other.send("LLEN q\r\n").line().strip());
            }
            assertEquals("*20", slow.line().strip());
            for (int i = 0; i < 20; i++) {
                assertEquals("$" + value.length(), slow.line().strip());
                assertEquals(value, slow.receive(value.length()));
                slow.line();
            }
            assertEquals(":20", slow.line().strip());
        }
    }

    @Test
    void whenTheQueuesAreGoneSoAreTheirClients() throws IOException, InterruptedException {
        try (Client idle = new Client(address); Client waiting = new Client(address)) {
            idle.send("LLEN q\r\n").line();
            waiting.send("BLPOP q 0\r\n");
            awaitBlocked(idle, 1);
            parent.shutdown();
            parentThread.join();
            assertEquals("", idle.rest());
            assertEquals("", waiting.rest());
            try (Client late = new Client(address)) {
                assertEquals("-ERR max number of clients reached\r\n", late.rest());
            }
        }
    }

    private static void awaitBlocked(Client asking, int number) {
        await().until(() -> {
            String header = asking.send("INFO clients\r\n").line().strip();
            String info = asking.receive(Integer.parseInt(header.substring(1)) + 2);
            return info.contains("blocked_clients:" + number + "\r\n");
        });
    }

    private static EventLoop loop() {
        try {
            return new EventLoop(GRACE, () -> {});
        } catch (IOException failure) {
            throw new AssertionError("no selector", failure);
        }
    }
}
