package dev.refservers.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The programs that people have at hand are clients of every architecture. */
final class RealClientsTest {

    private static final List<String> BENCHMARKS = List.of("PING_INLINE", "PING_MBULK", "RPUSH", "LPUSH", "LPOP",
            "RPOP");
    private static final Pattern REQUESTS_PER_SECOND = Pattern.compile("([\\d.]+) requests per second");

    /** Where each connection costs a process, fewer of them. */
    private static final int CONNECTIONS = 50;
    private static final int COSTLY_CONNECTIONS = 5;
    private static final int REQUESTS = 2_000;

    private interface Use {
        void of(Target target, RunningServer server) throws IOException, InterruptedException;
    }

    @TestFactory
    Stream<DynamicTest> redisCliOnATerminal() {
        return each("queue", (target, server) -> {
            assertTrue(Program.named("redis-cli", "redis-tools").run("", "--version").startsWith("redis-cli"));
            // Only on a terminal does it ask for COMMAND DOCS and talk as to a person, hence script(1); a dumb one, since
            // from others it reads key by key, and drops what was typed before it prompts.
            String printed = Program.named("script", "bsdutils", "-q", "-e").run(
                    "RPUSH jobs one two\nLRANGE jobs 0 -1\nNO SUCH\nLPOP jobs\nPING\nquit\n", "-c",
                    "TERM=dumb exec redis-cli -p " + port(server), "/dev/null");
            assertTrue(printed.contains("(integer) 2"), printed);
            assertTrue(printed.contains("1) \"one\"") && printed.contains("2) \"two\""), printed);
            assertTrue(printed.contains("(error) ERR unknown command"), printed);
            assertTrue(printed.contains("PONG"), printed);
        });
    }

    @TestFactory
    Stream<DynamicTest> redisBenchmark() {
        return each("queue", (target, server) -> {
            Program benchmark = Program.named("redis-benchmark", "redis-tools");
            int connections = connections(target);
            for (int deep : List.of(1, 16)) {
                String printed = benchmark.run("", "-p", port(server), "-q", "-n", String.valueOf(REQUESTS), "-c",
                        String.valueOf(connections), "-P", String.valueOf(deep), "-t", String.join(",", BENCHMARKS))
                        .replace('\r', '\n');
                assertTrue(BENCHMARKS.stream().allMatch(printed::contains), printed);
                Matcher rate = REQUESTS_PER_SECOND.matcher(printed);
                assertEquals(BENCHMARKS.size(), rate.results().filter(each -> !each.group(1).equals("0.00")).count(),
                        printed);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> curl() {
        return each("http", (target, server) -> {
            Program curl = Program.named("curl", "curl", "-sS", "--max-time", "60");
            String url = "http://127.0.0.1:" + port(server);
            assertEquals("Hello, world!", curl.run("", url + "/"));
            assertEquals("Hello, world!Hello, world!", curl.run("", url + "/", url + "/"), "on one connection");
            assertTrue(curl.run("", "-I", url + "/").startsWith("HTTP/1.1 200 OK\r\n"));
            assertTrue(curl.run("", url + "/status").contains(target.name()));
            assertTrue(curl.run("", url + "/metrics").contains("# TYPE"));
            assertEquals("404", curl.run("", "-o", "/dev/null", "-w", "%{http_code}", url + "/nowhere"));
            assertEquals("405", curl.run("", "-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", url + "/"));
        });
    }

    @TestFactory
    Stream<DynamicTest> aBrowser() {
        return each("http", (target, server) -> {
            Program chromium = Program.named("chromium", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                    "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage");
            Path profile = Files.createTempDirectory("refservers-browser");
            try {
                String page = chromium.run("", "--user-data-dir=" + profile, "--dump-dom",
                        "http://127.0.0.1:" + port(server) + "/");
                assertTrue(page.contains("Hello, world!"), page);
            } finally {
                delete(profile);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> netcat() {
        return each("echo", (target, server) -> {
            Program nc = Program.named("nc", "netcat-openbsd", "-N", "-w", "60");
            assertEquals("This is the message.\n", nc.run("This is the message.\n", "127.0.0.1", port(server)));
            String much = "It will be sent in parts.\n".repeat(40_000);
            assertEquals(much, nc.run(much, "127.0.0.1", port(server)));
        });
    }

    private static Stream<DynamicTest> each(String protocol, Use use) {
        return Targets.architectures().stream().map(target -> DynamicTest.dynamicTest(target.name(), () -> {
            assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
            RunningServer server = target.start(protocol, Map.of());
            try {
                use.of(target, server);
            } finally {
                assertEquals(List.of(), server.stop());
            }
        }));
    }

    /**
     * The benchmark keeps all its connections open until every one has had its replies: a server of one client at a time
     * gets one.
     */
    private static int connections(Target target) {
        if (target.lacks().containsKey(Capability.CONCURRENT_CLIENTS)) {
            return 1;
        }
        return target.lacks().containsKey(Capability.MANY_CONNECTIONS) ? COSTLY_CONNECTIONS : CONNECTIONS;
    }

    private static String port(RunningServer server) {
        return String.valueOf(server.address().getPort());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
