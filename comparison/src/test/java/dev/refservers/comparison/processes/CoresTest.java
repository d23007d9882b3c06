package dev.refservers.comparison.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CoresTest {

    @Test
    void readsListsAsTheKernelWritesThem() {
        assertEquals(List.of(0), Cores.parse("0"));
        assertEquals(List.of(0, 1), Cores.parse("0-1"));
        assertEquals(List.of(0, 2, 3, 4, 9), Cores.parse("0,2-4,9"));
    }

    @Test
    void pinsACommandToACore() {
        assertEquals(List.of("taskset", "-c", "3", "redis-server"),
                Cores.on(OptionalInt.of(3), List.of("redis-server")));
        assertEquals(List.of("redis-server"), Cores.on(OptionalInt.empty(), List.of("redis-server")));
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
