package dev.refservers.comparison.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.refservers.linux.Processes;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CoresTest {

    @Test
    void pinsAProcessToACoreAndNotTheThreadThatStartsIt() throws Exception {
        int last = Processes.cores().length() - 1;
        assertEquals(String.valueOf(last), allowed(OptionalInt.of(last)));
        assertEquals(allowed(OptionalInt.empty()), allowed(OptionalInt.empty()));
        assertEquals(Processes.cores().cardinality(), Runtime.getRuntime().availableProcessors());
    }

    private static String allowed(OptionalInt core) throws Exception {
        Process process = Cores.on(core,
                () -> new ProcessBuilder("grep", "Cpus_allowed_list", "/proc/self/status").start());
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\S+:\\s+", "")
                .strip();
    }

    @Test
    void givesServerAndGeneratorACoreEachOrSaysWhyNot() {
        Cores cores = Cores.choose();
        if (cores.pinned()) {
            assertNotEquals(cores.server(), cores.generator());
        } else {
            assertEquals("Server and generator are not pinned to cores: ", cores.sentence().substring(0, 47));
        }
    }
}
