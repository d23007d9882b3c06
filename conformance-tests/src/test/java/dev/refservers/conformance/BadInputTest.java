package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Thousands of requests that went wrong on their way, over sockets to every architecture, from a seed so that a failure
 * comes again: no connection hangs, no answer is a stack trace, and another client is served all the while.
 */
final class BadInputTest {

    private static final long SEED = 20_251_121;
    private static final int REQUESTS = 3_000;
    private static final int PER_CONNECTION = 10;
    private static final int PER_COSTLY_CONNECTION = 100;

    private static final List<String> QUEUE = List.of("*1\r\n$4\r\nPING\r\n", "*2\r\n$4\r\nECHO\r\n$5\r\nhe\r\no\r\n",
            "*4\r\n$5\r\nRPUSH\r\n$1\r\nq\r\n$3\r\none\r\n$3\r\ntwo\r\n", "*3\r\n$4\r\nLPOP\r\n$1\r\nq\r\n$1\r\n2\r\n",
            "*3\r\n$5\r\nBLPOP\r\n$1\r\nq\r\n$4\r\n0.01\r\n", "PING\r\n", "RPUSH \"a b\" 'it\\'s' \"\\x41\\n\"\r\n",
            "CLIENT LIST ID 1\r\n", "HELLO 3 SETNAME me\r\n", "INFO\r\n", "QUIT\r\n");
    private static final List<String> HTTP = List.of("GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "HEAD /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET /metrics HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    private static final String ODD = "*-1$0123456789\r\n\"'\\x :";

    @TestFactory
    Stream<DynamicTest> queue() {
        return each("queue", QUEUE);
    }

    @TestFactory
    Stream<DynamicTest> http() {
        return each("http", HTTP);
    }

    private static Stream<DynamicTest> each(String protocol, List<String> good) {
        return Quick.architectures().stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> {
            assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
            survives(target, protocol, good);
        }));
    }

    private static void survives(Target target, String protocol, List<String> good) throws IOException {
        Random random = new Random(SEED);
        int together = target.lacks().containsKey(Capability.MANY_CONNECTIONS) ? PER_COSTLY_CONNECTION : PER_CONNECTION;
        RunningServer server = target.start(protocol, Map.of());
        // A server that serves one client at a time can't serve another one meanwhile.
        try (@Nullable
        PlainClient bystander = target.lacks().containsKey(Capability.CONCURRENT_CLIENTS)
                ? null
                : new PlainClient(server.address())) {
            for (int sent = 0; sent < REQUESTS; sent += together) {
                StringBuilder requests = new StringBuilder();
                for (int i = 0; i < together; i++) {
                    requests.append(mutated(good.get(random.nextInt(good.size())), random));
                }
                String answer = converse(server, requests.toString());
                assertTrue(!answer.contains("Exception") && !answer.contains("\tat "), answer);
                if (bystander != null) {
                    assertServed(bystander, protocol);
                }
            }
        } finally {
            assertEquals(List.of(), server.stop());
        }
    }

    /** What the server answers until it closes; that it closes at all is a part of the test. */
    private static String converse(RunningServer server, String requests) throws IOException {
        try (PlainClient client = new PlainClient(server.address())) {
            client.send(requests);
            return client.finish();
        } catch (SocketException closedBefore) {
            // A server may close while the client still sends: after an error, or QUIT.
            return "";
        }
    }

    private static void assertServed(PlainClient bystander, String protocol) throws IOException {
        if (protocol.equals("queue")) {
            assertEquals("PONG", bystander.ask("PING"));
        } else {
            bystander.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", bystander.head());
        }
    }

    private static String mutated(String good, Random random) {
        StringBuilder request = new StringBuilder(good);
        for (int changes = random.nextInt(3); changes > 0 && !request.isEmpty(); changes--) {
            int at = random.nextInt(request.length());
            switch (random.nextInt(5)) {
                case 0 -> request.setCharAt(at, (char) random.nextInt(256));
                case 1 -> request.insert(at, (char) random.nextInt(256));
                case 2 -> request.deleteCharAt(at);
                case 3 -> request.setLength(at);
                default -> request.insert(at, ODD.charAt(random.nextInt(ODD.length())));
            }
        }
        return request.toString();
    }
}
