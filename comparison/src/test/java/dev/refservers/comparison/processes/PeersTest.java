package dev.refservers.comparison.processes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each peer that can run here, in a process of its own, as the comparison starts it. */
class PeersTest {

    private static final boolean MUST_BE_THERE = "true".equals(System.getenv("CI"));
    private static final Cores CORES = Cores.unpinned("for this test");

    private interface Check {
        void of(Candidate peer) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> echoByteForByteAndEndWell() {
        return tests("echo", PeersTest::checkEcho);
    }

    @TestFactory
    Stream<DynamicTest> echoMegabytesToAClientThatReadsLate() {
        return tests("echo", PeersTest::checkMegabytes);
    }

    @TestFactory
    Stream<DynamicTest> answerWhatTheLoadAsks() {
        return tests("queue", PeersTest::checkQueue);
    }

    private static void checkEcho(Candidate peer) throws Exception {
        try (MeasuredServer server = peer.start("echo", CORES);
                Socket one = connect(server);
                Socket other = connect(server)) {
            assertEquals("one", ask(one, "one", 3));
            assertEquals("other", ask(other, "other", 5));
            assertEquals("one again", ask(one, "one again", 9));
            one.shutdownOutput();
            assertEquals(-1, one.getInputStream().read());
            assertEquals("other again", ask(other, "other again", 11));
            assertTrue(server.process().isPresent());
            server.stop();
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
                return true;
            });
            assertEquals("meanwhile", ask(other, "meanwhile", 9));
            assertArrayEquals(bytes, late.getInputStream().readNBytes(bytes.length));
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

    private static Stream<DynamicTest> tests(String protocol, Check check) {
        return Stream.of(Stream.<Candidate>of(new RedisCandidate()), NettyCandidate.all().stream(),
                NativeCandidate.all().stream())
                .flatMap(peers -> peers)
                .filter(peer -> peer.speaks(protocol))
                .map(peer -> DynamicTest.dynamicTest(peer.name(), () -> {
                    String obstacle = peer.unavailable().orElse("");
                    assertTrue(obstacle.isEmpty() || !MUST_BE_THERE, obstacle);
                    assumeTrue(obstacle.isEmpty(), obstacle);
                    check.of(peer);
                }));
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
