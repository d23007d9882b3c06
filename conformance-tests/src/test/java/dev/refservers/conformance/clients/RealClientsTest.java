package dev.refservers.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The programs that people have at hand are clients of every architecture. */
final class RealClientsTest {

    private static final List<String> BENCHMARKS = List.of("PING_INLINE", "PING_MBULK", "RPUSH", "LPUSH", "LPOP",
            "RPOP");
    private static final Pattern REQUESTS_PER_SECOND = Pattern.compile("([\\d.]+) requests per second");
    private static final int REQUESTS = 2_000;
    private static final Pattern RESPONSES = Pattern.compile("(\\d+) requests in ");

    @TestFactory
    Stream<DynamicContainer> ofQueues() {
        Map<String, Servers.Use> clients = new LinkedHashMap<>();
        clients.put("redis-cli on a terminal", RealClientsTest::redisCli);
        clients.put("redis-benchmark", RealClientsTest::redisBenchmark);
        return Servers.each("queue", clients);
    }

    @TestFactory
    Stream<DynamicContainer> ofHttp() {
        Map<String, Servers.Use> clients = new LinkedHashMap<>();
        clients.put("curl", RealClientsTest::curl);
        clients.put("a browser", RealClientsTest::browser);
        clients.put("wrk", RealClientsTest::wrk);
        return Servers.each("http", clients);
    }

    @TestFactory
    Stream<DynamicContainer> ofEcho() {
        return Servers.each("echo", Map.of("netcat", RealClientsTest::netcat));
    }

    private static void redisCli(Target target, RunningServer server) throws IOException, InterruptedException {
        assertTrue(Program.named("redis-cli", "redis-tools").run("", "--version").startsWith("redis-cli"));
        // Only on a terminal does it ask for COMMAND DOCS and talk as to a person, hence script(1); a dumb one, since
        // from others it reads key by key, and drops what was typed before it prompts.
        String printed = Program.named("script", "bsdutils", "-q", "-e").run(
                "RPUSH jobs one two\nLRANGE jobs 0 -1\nNO SUCH\nLPOP jobs\nMULTI\nRPUSH jobs a b c d e\nEXEC\nPING\nquit\n",
                "-c",
                "TERM=dumb exec redis-cli -p " + Servers.port(server), "/dev/null");
        assertTrue(printed.contains("(integer) 2"), printed);
        assertTrue(printed.contains("1) \"one\"") && printed.contains("2) \"two\""), printed);
        assertTrue(printed.contains("(error) ERR unknown command"), printed);
        assertTrue(printed.contains("QUEUED") && printed.contains("1) (integer) 6"), printed);
        assertTrue(printed.contains("PONG"), printed);
    }

    /** The benchmark keeps all its connections open until every one has had its replies. */
    private static void redisBenchmark(Target target, RunningServer server) throws IOException, InterruptedException {
        Program benchmark = Program.named("redis-benchmark", "redis-tools");
        int connections = Servers.connections(target);
        for (int deep : List.of(1, 16)) {
            String printed = benchmark.run("", "-p", Servers.port(server), "-q", "-n", String.valueOf(REQUESTS), "-c",
                    String.valueOf(connections), "-P", String.valueOf(deep), "-t", String.join(",", BENCHMARKS))
                    .replace('\r', '\n');
            assertTrue(BENCHMARKS.stream().allMatch(printed::contains), printed);
            Matcher rate = REQUESTS_PER_SECOND.matcher(printed);
            assertEquals(BENCHMARKS.size(), rate.results().filter(each -> !each.group(1).equals("0.00")).count(),
                    printed);
        }
    }

    private static void curl(Target target, RunningServer server) throws IOException, InterruptedException {
        Program curl = Program.named("curl", "curl", "-sS", "--max-time", "60");
        String url = "http://127.0.0.1:" + Servers.port(server);
        assertEquals("Hello, world!", curl.run("", url + "/"));
        assertEquals("Hello, world!Hello, world!", curl.run("", url + "/", url + "/"), "on one connection");
        assertTrue(curl.run("", "-I", url + "/").startsWith("HTTP/1.1 200 OK\r\n"));
        assertTrue(curl.run("", url + "/status").contains(target.name()));
        assertTrue(curl.run("", url + "/metrics").contains("# TYPE"));
        assertEquals("404", curl.run("", "-o", "/dev/null", "-w", "%{http_code}", url + "/nowhere"));
        assertEquals("405", curl.run("", "-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", url + "/"));
    }

    private static void browser(Target target, RunningServer server) throws IOException, InterruptedException {
        Program chromium = Program.named("chromium", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage");
        Path profile = Files.createTempDirectory("refservers-browser");
        try {
            String page = chromium.run("", "--user-data-dir=" + profile, "--dump-dom",
                    "http://127.0.0.1:" + Servers.port(server) + "/");
            assertTrue(page.contains("Hello, world!"), page);
        } finally {
            delete(profile);
        }
    }

    /** It counts responses whose status is not 2xx or 3xx, and what goes wrong with its sockets, if there are any. */
    private static void wrk(Target target, RunningServer server) throws IOException, InterruptedException {
        int connections = Servers.connections(target);
        String printed = Program.named("wrk", "wrk").run("", "-t1", "-c", String.valueOf(connections), "-d",
                Servers.areCostly(target) ? "2s" : "1s", "--timeout", "30s",
                "http://127.0.0.1:" + Servers.port(server) + "/");
        Matcher responses = RESPONSES.matcher(printed);
        assertTrue(responses.find() && Long.parseLong(responses.group(1)) > 0, printed);
        assertFalse(printed.contains("Socket errors") || printed.contains("Non-2xx"), printed);
    }

    private static void netcat(Target target, RunningServer server) throws IOException, InterruptedException {
        Program nc = Program.named("nc", "netcat-openbsd", "-N", "-w", "60");
        assertEquals("This is the message.\n", nc.run("This is the message.\n", "127.0.0.1", Servers.port(server)));
        String much = "It will be sent in parts.\n".repeat(40_000);
        assertEquals(much, nc.run(much, "127.0.0.1", Servers.port(server)));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
