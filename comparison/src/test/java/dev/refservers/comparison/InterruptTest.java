package dev.refservers.comparison;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Programs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ctrl-C at different moments. The signal goes to the command's own process alone, as a terminal's would not: its children
 * do not hear it and so do not end by themselves.
 */
@Timeout(180)
class InterruptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SERVER = "dev.refservers.server.Main";
    private static final String GENERATOR = "dev.refservers.comparison.load.Generator";

    @BeforeAll
    static void onlyWhereThereIsProc() {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void leavesNoProcessBehindWhenScriptsArePlayed() throws Exception {
        try (CommandProcess compare = CommandProcess.start("compare", "threaded", "--protocol", "echo", "--scenario",
                "ping-pong")) {
            awaitInFamily(compare, SERVER, 1);
            assertEndsWithAllItsFamily(compare);
        }
    }

    @Test
    void leavesNoProcessBehindWhenAServerOfManyProcessesIsMeasured() throws Exception {
        boolean there = Programs.find("python3").isPresent();
        assertTrue(there || !"true".equals(System.getenv("CI")), "python3 is not installed here");
        assumeTrue(there, "python3 is not installed here");
        try (CommandProcess compare = CommandProcess.start("compare", "py-forking", "--protocol", "echo",
                "--scenario", "ping-pong", "--seconds", "100")) {
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

    private static void awaitInFamily(CommandProcess command, String what, int count) {
        await().atMost(PATIENCE).until(() -> {
            assertTrue(command.isAlive(), command.printed());
            return command.family().stream().filter(line -> line.contains(what)).count() >= count;
        });
    }

    private static void assertEndsWithAllItsFamily(CommandProcess command) throws Exception {
        command.interrupt();
        CommandProcess.Outcome outcome = command.awaitExit(PATIENCE);
        assertNotEquals(0, outcome.exit(), outcome.printed());
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(), command.family(), outcome.printed()));
        assertTrue(outcome.printed().chars().noneMatch(c -> c < ' ' && c != '\n'), outcome.printed());
    }
}
