package dev.refservers.forking;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.server.Main;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What signals do to a server that is a process of its own and leads a group, as under a shell. */
@Timeout(120)
final class SignalsTest {

    private static final int SIGINT = 2;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Pattern LISTENS = Pattern.compile("\\S+ listens on 127\\.0\\.0\\.1:(\\d+) .*");

    @TempDir
    Path directory = Path.of("");

    private final List<Process> servers = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeAll
    static void isAvailable() {
        Servers.assumeLinux();
    }

    @AfterEach
    void end() {
        servers.forEach(server -> server.descendants().forEach(ProcessHandle::destroyForcibly));
        servers.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({"forking, echo", "forking, queue", "prefork, echo", "prefork, queue"})
    void noWorkerOutlivesAParentThatIsKilled(String architecture, String protocol) throws Exception {
        Process server = start(architecture, protocol);
        try (Client one = new Client(address); Client two = new Client(address)) {
            one.send("PING\r\n").line();
            // The second one's worker may still be starting.
            two.send("PING\r\n");
            await().until(() -> server.descendants().count() >= 2);
            List<ProcessHandle> workers = server.descendants().toList();
            server.destroyForcibly();
            assertEquals("", one.rest());
            two.rest();
            await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forking", "prefork"})
    void sigtermEndsTheServerGracefully(String architecture) throws Exception {
        Process server = start(architecture, "queue");
        try (Client client = new Client(address)) {
            assertEquals(":1", client.send("RPUSH q a\r\n").line().strip());
            client.send("BLPOP p 0\r\n");
            assertEquals(List.of(), files(), "nobody needs them by name");
            server.destroy();
            assertEquals("", client.rest());
        }
        assertTrue(server.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, server.exitValue());
        assertEquals("", log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"forking", "prefork"})
    void sigintToTheWholeGroupEndsTheServerGracefully(String architecture) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(SETSID), "it needs setsid (util-linux)");
        // A job that a script started in the background ignores SIGINT, and so would every process begun from here.
        Assumptions.assumeTrue(!sigintIsIgnored() || resetsSignals(), "it needs env --default-signal (coreutils 8.31)");
        Process server = sigintIsIgnored()
                ? start(architecture, "queue", "env", "--default-signal=INT", SETSID.toString())
                : start(architecture, "queue", SETSID.toString());
        try (Client one = new Client(address); Client two = new Client(address)) {
            assertEquals(":1", one.send("RPUSH q a\r\n").line().strip());
            assertEquals(":2", two.send("RPUSH q a\r\n").line().strip());
            new ProcessBuilder("kill", "-INT", "--", "-" + server.pid()).inheritIO().start().waitFor();
            assertEquals("", one.rest());
            assertEquals("", two.rest());
        }
        assertTrue(server.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, server.exitValue());
        assertEquals("", log(), "nothing is wrong, so nothing is said");
    }

    private static boolean sigintIsIgnored() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst().orElseThrow().substring("SigIgn:".length()).strip();
        return (Long.parseUnsignedLong(ignored, 16) & (1L << (SIGINT - 1))) != 0;
    }

    private static boolean resetsSignals() throws Exception {
        return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
    }

    @Test
    void aWorkerThatIsKilledIsWorthOneLine() throws Exception {
        Process server = start("forking", "echo");
        try (Client client = new Client(address)) {
            client.send("x").receive(1);
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            assertEquals("", client.rest());
        }
        await().until(() -> !log().isEmpty());
        assertTrue(log().strip().matches(".* WARNING Worker \\d+ was ended by signal 9; its connections are lost"),
                log());
    }

    private Process start(String architecture, String protocol, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(WorkerCommand.java().toString(), "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")), "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), architecture, "--protocol", protocol,
                "--port", "0"));
        Process server = new ProcessBuilder(command).redirectError(Redirect.to(directory.resolve("log").toFile()))
                .start();
        servers.add(server);
        String line = server.inputReader().readLine();
        Matcher listens = LISTENS.matcher(String.valueOf(line));
        assertTrue(listens.matches(), () -> line + "\n" + log());
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listens.group(1)));
        return server;
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException failure) {
            throw new AssertionError("no log", failure);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.toList();
        }
    }
}
