package dev.refservers.conformance.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StartedProcessesTest {

    /** Else whoever keeps settings for a server of their own would have all others tested and measured with them. */
    @Test
    void settingsOfAServerAreNotInherited() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo \"<$REFSERVERS_LOOPS> <$OTHER>\"");
        builder.environment().put("REFSERVERS_LOOPS", "3");
        builder.environment().put("OTHER", "kept");
        Process process = StartedProcesses.start(builder);
        assertEquals("<> <kept>\n",
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }
}
