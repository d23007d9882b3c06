package dev.refservers.comparison.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The known CPU time is what the shell's own {@code times} says, after a loop that uses some. */
class ProcessMeterTest {

    private static final String LOOP = "i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done; ";
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");

    @BeforeAll
    static void onlyWhereThereIsProc() {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void readsTheCpuTimeOfABusyLoop() throws Exception {
        try (Shell shell = new Shell(LOOP + "times; read wait")) {
            double own = shell.seconds();
            assertTrue(own > 0.02, "the loop was too short: " + own + " s");
            assertEquals(own, new ProcessMeter(shell.pid()).cpuNanos() / 1e9, 0.035);
        }
    }

    @Test
    void readsInStepsFinerThanATick() {
        ProcessMeter meter = new ProcessMeter(ProcessHandle.current().pid());
        long before = meter.cpuNanos();
        long after = meter.cpuNanos();
        // Reading costs less than a tick of 10 ms, and more than nothing.
        assertTrue(after > before, after + " - " + before);
    }

    @Test
    void knowsHowLongAJvmHasCompiledAndThatOthersDoNot() throws Exception {
        ProcessMeter meter = new ProcessMeter(ProcessHandle.current().pid());
        long before = meter.compilingNanos().orElseThrow();
        assertTrue(before > 0 && before < meter.cpuNanos(), before + " of " + meter.cpuNanos());
        assertTrue(meter.compilingNanos().orElseThrow() >= before);
        try (Shell shell = new Shell(LOOP + "times; read wait")) {
            assertTrue(shell.seconds() > 0);
            assertTrue(new ProcessMeter(shell.pid()).compilingNanos().isEmpty());
        }
    }

    @Test
    void countsChildrenThatHaveEnded() throws Exception {
        try (Shell shell = new Shell("sh -c '" + LOOP + "'; times; read wait")) {
            double own = shell.seconds();
            double ended = shell.seconds();
            assertTrue(ended > 0.02, "the loop was too short: " + ended + " s");
            assertEquals(own + ended, new ProcessMeter(shell.pid()).cpuNanos() / 1e9, 0.035);
        }
    }

    @Test
    void countsChildrenThatAreAlive() throws Exception {
        // The child's own input is /dev/null as for every background job, so it waits on our pipe by another descriptor.
        try (Shell shell = new Shell("exec 3<&0; sh -c '" + LOOP + "times; read wait <&3' & wait")) {
            double child = shell.seconds();
            ProcessMeter meter = new ProcessMeter(shell.pid());
            assertTrue(meter.cpuNanos() / 1e9 > child - 0.035);
            assertEquals(2, meter.usage().processes());
            assertEquals(2, meter.usage().threads());
        }
    }

    @Test
    void readsMemoryThreadsAndSwitchesOfThisJvm() {
        Usage usage = new ProcessMeter(ProcessHandle.current().pid()).usage();
        assertTrue(usage.processes() >= 1);
        assertTrue(usage.threads() > 5);
        assertTrue(usage.residentBytes() > 10_000_000);
        assertTrue(usage.proportionalBytes() > 0 && usage.proportionalBytes() <= usage.residentBytes());
        assertTrue(usage.voluntarySwitches() > 0);
    }

    @Test
    void readsNothingOfAProcessThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        ProcessMeter meter = new ProcessMeter(gone.pid());
        assertEquals(0, meter.cpuNanos());
        assertEquals(new Usage(0, 0, 0, 0, 0, 0), meter.usage());
    }

    private static final class Shell implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;

        Shell(String script) throws IOException {
            process = new ProcessBuilder("sh", "-c", script).start();
            out = process.inputReader();
        }

        long pid() {
            return process.pid();
        }

        /** The next line of what {@code times} prints: user and system time, added. */
        double seconds() throws IOException {
            Matcher times = TIMES.matcher(out.readLine());
            assertTrue(times.matches());
            return 60 * Integer.parseInt(times.group(1)) + Double.parseDouble(times.group(2))
                    + 60 * Integer.parseInt(times.group(3)) + Double.parseDouble(times.group(4));
        }

        @Override
        public void close() throws IOException {
            // Ends every `read`.
            process.getOutputStream().close();
            process.onExit().join();
        }
    }
}
