package dev.refservers.protocol.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is counted for queues, waits, names and buffers is measured: nothing takes more than it counts. */
class FootprintTest {

    /** What each client and each server is besides, and what the JVM does meanwhile. */
    private static final long OWN_BYTES = 1 << 20;

    /**
     * Each counts what they have in common: the places of waits, elements. Names count as often as they may be written.
     * What comes first is not told from the classes that it loads.
     */
    private static final Set<String> SHARED = Set.of("warm-up", "waits", "waits-of-many", "waits-for-long-keys",
            "ranges-unread",
            "names");

    @Test
    void nothingTakesMoreOnTheHeapThanItCounts() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), HeldHeap.class.getName()).redirectErrorStream(true).start();
        List<String> lines;
        try {
            lines = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(0, java.waitFor(), () -> String.join("\n", lines));
        } finally {
            java.destroyForcibly();
        }
        List<String> wrong = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            long counted = Long.parseLong(fields[1]);
            long taken = Long.parseLong(fields[2]);
            if (taken > counted + OWN_BYTES) {
                wrong.add(line + ": more than is counted");
            }
            // A limit that is reached at a fraction of the memory that it stands for is wrong, too.
            if (!SHARED.contains(fields[0]) && counted > 2 * taken + OWN_BYTES) {
                wrong.add(line + ": less than half of what is counted");
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(lines.size() > 30, () -> String.join("\n", lines));
    }
}
