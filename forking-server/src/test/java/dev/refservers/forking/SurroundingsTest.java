package dev.refservers.forking;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server finds where it is started: a temporary directory, standard descriptors, or none. */
@Timeout(120)
final class SurroundingsTest {

    private static final Pattern LISTENS = Pattern.compile("\\S+ listens on 127\\.0\\.0\\.1:(\\d+) .*");

    @TempDir
    Path directory = Path.of("");

    private final List<Process> servers = new ArrayList<>();

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
    @ValueSource(strings = {"forking", "prefork"})
    void workersNeedNothingOfTheTemporaryDirectory(String architecture) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Process server = start(architecture, List.of());
        InetSocketAddress address = address(server);
        Files.delete(temporary);
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        await().ignoreExceptions().untilAsserted(() -> {
            try (Client client = new Client(address)) {
                assertTrue(client.send("RPUSH q a\r\n").line().startsWith(":"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"forking", "prefork"})
    void aTemporaryDirectoryThatIsMissingIsSaidToBeSo(String architecture) throws Exception {
        assertEquals(architecture + " cannot start: no directory can be made in " + directory.resolve("tmp")
                + ": it does not exist; let java.io.tmpdir be one that can be written to",
                failure(architecture,
                        List.of()));
    }

    @Test
    void aTemporaryDirectoryThatIsFullIsSaidToBeSo() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        List<String> full = List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=4k full '" + temporary
                + "' && printf x >'" + temporary.resolve("one page") + "' && exec \"$@\"", "sh");
        List<String> trial = new ArrayList<>(full);
        trial.add("true");
        assumeTrue(new ProcessBuilder(trial).redirectErrorStream(true).start().waitFor() == 0,
                "only root may mount, and not in every container");
        String failure = failure("forking", full);
        assertTrue(failure.matches("forking cannot start: there is no room for " + temporary
                + "/refservers-\\d+/scoreboard: No space left on device; free some, or let java.io.tmpdir be .*"),
                failure);
    }

    /** The JVM has opened a file of its own as descriptor 0 by then. */
    @ParameterizedTest
    @ValueSource(strings = {"forking", "prefork"})
    void aDescriptorThatCannotBeLentIsSaidToBeSo(String architecture) throws Exception {
        Files.createDirectory(directory.resolve("tmp"));
        String failure = failure(architecture, List.of("sh", "-c", "exec \"$@\" <&-", "sh"));
        assertTrue(
                failure.matches(architecture + " cannot start: descriptor 0 was closed when this JVM was started, which"
                        + " has opened /.* as that; start it with </dev/null"),
                failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forking", "prefork"})
    void otherDescriptorsThatAreClosedAreNoBother(String architecture) throws Exception {
        Files.createDirectory(directory.resolve("tmp"));
        Process server = start(architecture, List.of("sh", "-c", "exec \"$@\" 2>&-", "sh"));
        InetSocketAddress address = address(server);
        for (int i = 1; i <= 3; i++) {
            try (Client client = new Client(address)) {
                assertEquals(":" + i, client.send("RPUSH q a\r\n").line().strip());
            }
        }
    }

    private static InetSocketAddress address(Process server) throws IOException {
        String line = String.valueOf(server.inputReader().readLine());
        Matcher listens = LISTENS.matcher(line);
        assertTrue(listens.matches(), line);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listens.group(1)));
    }

    /** The line with which it ends. */
    private String failure(String architecture, List<String> before) throws Exception {
        Process server = start(architecture, before);
        assertTrue(server.waitFor(60, TimeUnit.SECONDS));
        List<String> log = Files.readAllLines(directory.resolve("log")).stream()
                .filter(line -> !line.startsWith("WARNING: java.io.tmpdir directory does not exist")).toList();
        assertEquals(1, server.exitValue(), log.toString());
        assertEquals(1, log.size(), log.toString());
        return log.getFirst();
    }

    private Process start(String architecture, List<String> before) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(WorkerCommand.java().toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData", "-Djava.io.tmpdir=" + directory.resolve("tmp"), "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), architecture, "--port", "0"));
        Process server = new ProcessBuilder(command).redirectError(Redirect.to(directory.resolve("log").toFile()))
                .start();
        servers.add(server);
        return server;
    }
}
