package dev.refservers.comparison.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each peer that can run here, in a process of its own, as the comparison starts it. */
class PeersTest {

    private static final boolean MUST_BE_THERE = "true".equals(System.getenv("CI"));
    private static final Cores CORES = Cores.unpinned("for this test");
    /** More than socketserver allows a forking server if nobody tells it, and more than any backlog that is left as it is. */
    private static final int CLIENTS = 60;

    private interface Check {
        void of(Candidate peer) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> echoByteForByteWhateverOthersDoAndEndWell() {
        return tests(peer -> peer.speaks("echo"), PeersTest::checkEcho);
    }

    @TestFactory
    Stream<DynamicTest> serveManyAtOnceAndLeaveNoProcess() {
        return tests(peer -> peer.speaks("echo") && servesMany(peer), PeersTest::checkMany);
    }

    @TestFactory
    Stream<DynamicTest> echoMegabytesToAClientThatReadsLate() {
        return tests(peer -> peer.speaks("echo"), PeersTest::checkMegabytes);
    }

    @TestFactory
    Stream<DynamicTest> answerWhatTheLoadAsks() {
        return tests(peer -> peer.speaks("queue"), PeersTest::checkQueue);
    }

    private static void checkEcho(Candidate peer) throws Exception {
        try (MeasuredServer server = peer.start("echo", CORES)) {
            try (Socket one = connect(server); Socket other = connect(server)) {
                assertEquals("one", ask(one, "one", 3));
                if (servesMany(peer)) {
                    assertEquals("other", ask(other, "other", 5));
                }
                assertEquals("one again", ask(one, "one again", 9));
                one.shutdownOutput();
                assertEquals(-1, one.getInputStream().read());
                assertEquals("other again", ask(other, "other again", 11));
                other.setSoLinger(true, 0);
            }
            resetWithinAReply(server);
            try (Socket last = connect(server)) {
                assertEquals("last", ask(last, "last", 4));
                assertTrue(server.process().isPresent());
                server.stop();
            }
        }
    }

    private static void resetWithinAReply(MeasuredServer server) throws IOException {
        try (SocketChannel rude = SocketChannel.open(server.address())) {
            rude.configureBlocking(false);
            int taken;
            do {
                taken = rude.write(ByteBuffer.allocate(1 << 16));
            } while (taken > 0);
            rude.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    private static void checkMany(Candidate peer) throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (MeasuredServer server = peer.start("echo", CORES)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(connect(server));
            }
            for (int i = 0; i < CLIENTS; i++) {
                clients.get(i).getOutputStream().write(i);
            }
            for (int i = 0; i < CLIENTS; i++) {
                assertEquals(i, clients.get(i).getInputStream().read());
            }
            List<ProcessHandle> workers = ProcessHandle.of(server.process().orElseThrow()).orElseThrow().descendants()
                    .toList();
            server.stop();
            await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static void checkMegabytes(Candidate peer) throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(1).nextBytes(bytes);
        try (MeasuredServer server = peer.start("echo", CORES);
                Socket late = connect(server);
                Socket other = connect(server);
                var sender = Executors.newSingleThreadExecutor()) {
            var sent = sender.submit(() -> {
                late.getOutputStream().write(bytes);
                late.shutdownOutput();
                return true;
            });
            if (servesMany(peer)) {
                assertEquals("meanwhile", ask(other, "meanwhile", 9));
            }
            assertArrayEquals(bytes, late.getInputStream().readAllBytes());
            assertTrue(sent.get());
            server.stop();
        }
    }

    private static void checkQueue(Candidate peer) throws Exception {
        try (MeasuredServer server = peer.start("queue", CORES); Socket client = connect(server)) {
            assertEquals("+PONG\r\n", ask(client, "*1\r\n$4\r\nPING\r\n", 7));
            assertEquals(":1\r\n", ask(client, "*3\r\n$5\r\nRPUSH\r\n$1\r\nq\r\n$2\r\nab\r\n", 4));
            assertEquals(":1\r\n", ask(client, "*2\r\n$4\r\nLLEN\r\n$1\r\nq\r\n", 4));
            assertEquals("$2\r\nab\r\n", ask(client, "*2\r\n$4\r\nLPOP\r\n$1\r\nq\r\n", 8));
            assertEquals("$-1\r\n", ask(client, "*2\r\n$4\r\nLPOP\r\n$1\r\nq\r\n", 5));
            server.stop();
        }
    }

    private static Stream<DynamicTest> tests(Predicate<Candidate> chosen, Check check) {
        return Stream.of(Stream.<Candidate>of(new RedisCandidate()), NettyCandidate.all().stream(),
                NativeCandidate.all().stream(), PythonCandidate.all().stream())
                .flatMap(peers -> peers)
                .filter(chosen)
                .map(peer -> DynamicTest.dynamicTest(peer.name(), () -> {
                    String obstacle = peer.unavailable().orElse("");
                    assertTrue(obstacle.isEmpty() || !MUST_BE_THERE, obstacle);
                    assumeTrue(obstacle.isEmpty(), obstacle);
                    check.of(peer);
                }));
    }

    private static boolean servesMany(Candidate peer) {
        return !peer.traits().contains(Trait.ONE_CLIENT_AT_A_TIME);
    }

    private static Socket connect(MeasuredServer server) throws Exception {
        Socket client = new Socket(server.address().getAddress(), server.address().getPort());
        client.setSoTimeout(30_000);
        return client;
    }

    private static String ask(Socket client, String request, int replyBytes) throws Exception {
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(client.getInputStream().readNBytes(replyBytes), StandardCharsets.ISO_8859_1);
    }
}
