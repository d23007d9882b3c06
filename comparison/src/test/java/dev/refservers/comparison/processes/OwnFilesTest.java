package dev.refservers.comparison.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {

    @TempDir
    private Path folder;

    @Test
    void keepsAComparisonWhereTheBuildPutsWhatItMakes() throws Exception {
        Path target = Files.createDirectories(folder.resolve("comparison/target"));
        assertEquals(Optional.of(target.resolve("comparison.json")),
                new OwnFiles(Optional.of(folder), Optional.empty()).comparison());
        assertEquals(Optional.of(folder.resolve("baselines")),
                new OwnFiles(Optional.of(folder), Optional.empty()).baselines());
    }

    /** What cannot be written stands for what does not exist: root may write everywhere. */
    @Test
    void keepsItInTheUsersFolderWhereThereIsNoCheckoutToWriteIn() {
        Path state = folder.resolve("state/refservers");
        OwnFiles files = new OwnFiles(Optional.of(folder.resolve("none")), Optional.of(state));
        assertEquals(Optional.of(state.resolve("comparison/comparison.json")), files.comparison());
        assertEquals(Optional.of(state.resolve("baselines")), files.baselines());
        assertTrue(Files.isDirectory(state.resolve("baselines")));
        assertEquals(Optional.of(state.resolve("baselines")),
                new OwnFiles(Optional.empty(), Optional.of(state)).baselines());
    }

    @Test
    void doesWithoutWhereNothingCanBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(Optional.empty(), new OwnFiles(Optional.empty(), Optional.of(file)).comparison());
        assertEquals(Optional.empty(), new OwnFiles(Optional.empty(), Optional.empty()).comparison());
    }

    @Test
    void findsTheUsersFolderByTheEnvironment() {
        assertEquals(Optional.of(Path.of("/s/refservers")),
                OwnFiles.state(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")));
        assertEquals(Optional.of(Path.of("/h/.local/state/refservers")),
                OwnFiles.state(Map.of("XDG_STATE_HOME", "relative", "HOME", "/h")));
        assertEquals(Optional.empty(), OwnFiles.state(Map.of()));
    }
}
