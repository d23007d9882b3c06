package dev.refservers.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C at different moments. The signal goes to the command's own process alone, as a terminal's would not: its children
 * do not hear it and so do not end by themselves.
 */
@Timeout(180)
class InterruptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CTRL_C = "\u0003";
    private static final String SERVER = "dev.refservers.server.Main";
    private static final String GENERATOR = "dev.refservers.comparison.load.Generator";

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void onlyWhereThereIsProc() {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void leavesNoProcessBehindWhenScriptsArePlayed() throws Exception {
        try (CommandProcess compare = CommandProcess.start("compare", "threaded", "--protocol", "echo", "--scenario",
                "ping-pong", "--json", folder.resolve("results.json").toString())) {
            awaitInFamily(compare, SERVER, 1);
            assertEndsWithAllItsFamily(compare);
        }
    }

    @Test
    void leavesNoProcessBehindWhenAServerOfManyProcessesIsMeasured() throws Exception {
        need("python3");
        try (CommandProcess compare = CommandProcess.start("compare", "py-forking", "--protocol", "echo",
                "--scenario", "ping-pong", "--seconds", "100", "--json", folder.resolve("results.json").toString())) {
            awaitInFamily(compare, GENERATOR, 1);
            awaitInFamily(compare, "py-forking.py", 51);
            assertEndsWithAllItsFamily(compare);
        }
    }

    @Test
    void leavesNoProcessBehindWhenServersOfManyProcessesAreTried() throws Exception {
        try (CommandProcess conform = CommandProcess.start("conform", "prefork", "epoll", "--protocol", "queue")) {
            awaitInFamily(conform, SERVER, 2);
            assertEndsWithAllItsFamily(conform);
        }
    }

    @Test
    void leavesNoProcessBehindAndShowsWhatWasMeasuredInALineOfItsOwnWhenCtrlCIsPressed() throws Exception {
        need("script");
        try (CommandProcess compare = CommandProcess.startInTerminal(Map.of("TERM", "xterm"), "", "compare", "c-epoll",
                "netty-nio", "--protocol", "echo", "--scenario", "ping-pong", "--seconds", "100", "--json",
                folder.resolve("results.json").toString(), "--html", folder.resolve("page.html").toString())) {
            awaitInFamily(compare, GENERATOR, 1);
            compare.type(CTRL_C);
            CommandProcess.Outcome outcome = awaitEndOfFamily(compare);
            assertTrue(outcome.printed().contains("\r\u001b[KFull comparison"), outcome.printed());
            assertFalse(outcome.printed().contains("\tat "), outcome.printed());
            assertFalse(outcome.printed().contains("exit code"), outcome.printed());
            assertTrue(Files.readString(folder.resolve("page.html")).contains("</html>"));
            assertTrue(outcome.printed().contains("\nInterrupted. What was measured is in "), outcome.printed());
        }
    }

    @Test
    void showsWhatScriptsHaveSaidAndWritesTheReportsAndNoFileOfAServerIsLeft() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("t"));
        Path junit = folder.resolve("report.xml");
        try (CommandProcess conform = CommandProcess.start(Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
                "conform", "forking", "--protocol", "queue", "--only", "queue", "--report-junit", junit.toString())) {
            awaitInFamily(conform, "dev.refservers.forking", 1);
            conform.interrupt();
            CommandProcess.Outcome outcome = awaitEndOfFamily(conform);
            assertEquals(130, outcome.exit(), outcome.printed());
            assertTrue(outcome.printed().contains("PROBLEM  forking: The run was interrupted when "),
                    outcome.printed());
            assertTrue(Files.readString(junit).contains("the run was interrupted before it was played"));
            try (Stream<Path> left = Files.list(temporary)) {
                assertEquals(List.of(), left.filter(file -> file.getFileName().toString().startsWith("refservers-"))
                        .toList());
            }
        }
    }

    @Test
    void showsWhatFuzzingHasFound() throws Exception {
        need("redis-server");
        try (CommandProcess fuzz = CommandProcess.start("fuzz", "select", "--commands", "100000000")) {
            awaitInFamily(fuzz, SERVER, 1);
            await().pollDelay(Duration.ofSeconds(2)).atMost(PATIENCE).until(fuzz::isAlive);
            fuzz.interrupt();
            CommandProcess.Outcome outcome = awaitEndOfFamily(fuzz);
            assertEquals(130, outcome.exit(), outcome.printed());
            assertTrue(outcome.printed().contains(" commands in "), outcome.printed());
            assertTrue(outcome.printed().endsWith("Interrupted.\n"), outcome.printed());
        }
    }

    private static void need(String program) {
        boolean there = Programs.find(program).isPresent();
        assertTrue(there || !"true".equals(System.getenv("CI")), program + " is not installed here");
        assumeTrue(there, program + " is not installed here");
    }

    private static void awaitInFamily(CommandProcess command, String what, int count) {
        await().atMost(PATIENCE).until(() -> {
            assertTrue(command.isAlive(), command.printed());
            return command.family().stream().filter(line -> line.contains(what)).count() >= count;
        });
    }

    private static void assertEndsWithAllItsFamily(CommandProcess command) throws Exception {
        command.interrupt();
        CommandProcess.Outcome outcome = awaitEndOfFamily(command);
        assertTrue(outcome.printed().chars().noneMatch(c -> c < ' ' && c != '\n'), outcome.printed());
    }

    private static CommandProcess.Outcome awaitEndOfFamily(CommandProcess command) throws Exception {
        CommandProcess.Outcome outcome = command.awaitExit(PATIENCE);
        assertNotEquals(0, outcome.exit(), outcome.printed());
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(), command.family(), outcome.printed()));
        return outcome;
    }
}
