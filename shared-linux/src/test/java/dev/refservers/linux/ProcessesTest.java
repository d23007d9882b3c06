package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProcessesTest {

    private static String state(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/stat")).replaceFirst("(?s).*\\) (.).*", "$1");
    }

    @Test
    void stopsAProcessLetsItGoOnAndKillsIt() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertEquals(0, Processes.kill(process.pid(), Processes.SIGSTOP));
            Awaitility.await().until(() -> state(process.pid()).equals("T"));
            assertEquals(0, Processes.kill(process.pid(), Processes.SIGCONT));
            Awaitility.await().until(() -> !state(process.pid()).equals("T"));
            // Not SIGINT, which is ignored by what was started in the background.
            assertEquals(0, Processes.kill(process.pid(), Processes.SIGKILL));
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(128 + Processes.SIGKILL, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysThatAProcessHasGone() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        assertEquals(-Errno.ESRCH, Processes.kill(process.pid(), Processes.SIGCONT));
    }

    @Test
    void startsAProcessOnTheCoreOfTheThread() throws Exception {
        BitSet before = Processes.cores();
        BitSet last = new BitSet();
        last.set(before.length() - 1);
        try {
            Processes.runOn(last);
            Process process = new ProcessBuilder("grep", "Cpus_allowed_list", "/proc/self/status").start();
            assertEquals("Cpus_allowed_list:\t" + (before.length() - 1) + "\n",
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            Processes.runOn(before);
        }
        assertEquals(before, Processes.cores());
    }

    @Test
    void refusesCoresThatDoNotExist() {
        BitSet none = new BitSet();
        none.set(Processes.CPU_SETSIZE - 1);
        IOException refused = assertThrows(IOException.class, () -> Processes.runOn(none));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("sched_setaffinity({1023})"), refused.getMessage());
    }

    @Test
    void aPipeHasNoColumns() {
        assertEquals(OptionalInt.empty(), TerminalSize.columns(1000));
    }
}
