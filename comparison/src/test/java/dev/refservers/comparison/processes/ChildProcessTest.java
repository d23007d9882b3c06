package dev.refservers.comparison.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChildProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void hearsWhatItSaysAndTellsItSomething() throws Exception {
        try (ChildProcess cat = new ChildProcess("cat", OptionalInt.empty(), List.of("cat"))) {
            cat.tell("hello");
            assertEquals("hello", cat.nextLine(PATIENCE));
        }
    }

    @Test
    void saysHowItEndedAndWhatItComplainedAbout() throws Exception {
        try (ChildProcess child = shell("echo one; echo 'no such luck' >&2; exit 3")) {
            assertEquals("one", child.nextLine(PATIENCE));
            ProcessFailure ended = assertThrows(ProcessFailure.class, () -> child.nextLine(PATIENCE));
            assertEquals("sh ended with exit code 3: no such luck", ended.sentence());
            assertThrows(ProcessFailure.class, () -> child.nextLine(PATIENCE));
        }
    }

    @Test
    void saysThatItSaidNothing() throws Exception {
        try (ChildProcess child = shell("read wait")) {
            ProcessFailure silent = assertThrows(ProcessFailure.class, () -> child.nextLine(Duration.ofMillis(50)));
            assertEquals("sh said nothing for 0 s", silent.sentence());
        }
    }

    @Test
    void endsItBySigtermAndTellsItsExitCode() throws Exception {
        try (ChildProcess child = shell("trap 'exit 7' TERM; echo ready; while :; do read wait; done")) {
            child.nextLine(PATIENCE);
            assertEquals(7, child.terminate(PATIENCE));
        }
    }

    @Test
    void killsWhatDoesNotEnd() throws Exception {
        try (ChildProcess child = shell("trap '' TERM; echo ready; while :; do read wait; done")) {
            child.nextLine(PATIENCE);
            ProcessFailure stubborn = assertThrows(ProcessFailure.class, () -> child.terminate(Duration.ofMillis(100)));
            assertEquals("sh did not end within 0 s of SIGTERM and was killed", stubborn.sentence());
            await().until(() -> ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @Test
    void killsDescendantsToo() throws Exception {
        long grandchild;
        try (ChildProcess child = shell("sleep 60 & echo $!; wait")) {
            grandchild = Long.parseLong(child.nextLine(PATIENCE));
            assertTrue(ProcessHandle.of(grandchild).isPresent());
        }
        await().until(() -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void saysThatThereIsNoSuchProgram() {
        ProcessFailure missing = assertThrows(ProcessFailure.class,
                () -> new ChildProcess("the server", OptionalInt.empty(), List.of("/no/such/program")));
        assertTrue(missing.sentence().startsWith("the server could not be started: "), missing.sentence());
    }

    private static ChildProcess shell(String script) throws ProcessFailure {
        return new ChildProcess("sh", OptionalInt.empty(), List.of("sh", "-c", script));
    }
}
