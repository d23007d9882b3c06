package dev.refservers.comparison.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesARegularFileAndKeepsItsPermissions() throws Exception {
        Path file = Files.writeString(folder.resolve("result"), "old, and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        new OutputFile(file).write("new");
        assertEquals("new", Files.readString(file));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("result"), names());
    }

    @Test
    void followsASymbolicLink() throws Exception {
        Path file = Files.writeString(folder.resolve("result"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("result"));
        new OutputFile(link).write("new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
        assertFalse(Files.isSymbolicLink(file));
    }

    @Test
    void followsASymbolicLinkToWhatDoesNotExistYet() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("result"));
        assertEquals(Optional.empty(), new OutputFile(link).problem("--json"));
        new OutputFile(link).write("new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(folder.resolve("result")));
    }

    @Test
    void leavesADeviceAsItIs() throws Exception {
        OutputFile device = new OutputFile(Path.of("/dev/null"));
        assertEquals(Optional.empty(), device.problem("--json"));
        device.write("lost");
        assertTrue(Files.readAttributes(device.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther(),
                "/dev/null is still a device");
    }

    @Test
    void writesToAPipeThatSomebodyReads() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor());
        OutputFile output = new OutputFile(pipe);
        assertEquals(Optional.empty(), output.problem("--json"));
        assertFalse(output.isReplaced());
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        output.write("through");
        assertEquals("through", read.get(10, TimeUnit.SECONDS));
        assertEquals(List.of("pipe"), names());
    }

    @Test
    void refusesAFolderAndAFileInNone() {
        assertEquals(Optional.of("--json is " + folder + ", but that is a folder."),
                new OutputFile(folder).problem("--json"));
        Path none = folder.resolve("none/result");
        assertEquals(Optional.of("--json is " + none + ", but there is no folder " + none.getParent() + "."),
                new OutputFile(none).problem("--json"));
        assertEquals(Optional.of("--json names no file."), new OutputFile(Path.of("")).problem("--json"));
    }

    @Test
    void refusesACircleOfLinks() throws Exception {
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Path circle = Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        assertEquals(Optional.of("--html is " + circle + ", but its symbolic links form a circle."),
                new OutputFile(circle).problem("--html"));
    }

    @Test
    void refusesOneFileForTwoReports() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("result"));
        Optional<String> problem = OutputFile.problem(new TreeMap<>(Map.of("--html", link, "--json",
                folder.resolve("result"))));
        assertEquals(Optional.of("--html and --json are both " + folder.resolve("result")
                + ": each needs a file of its own."), problem);
    }

    @Test
    void refusesWhatOneMayNotWrite() throws Exception {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "Root may write everywhere.");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path file = folder.resolve("result");
        assertEquals(Optional.of("--json is " + file + ", but there is no permission to write in " + folder + "."),
                new OutputFile(file).problem("--json"));
        assertEquals(Optional.of("--out is " + file + ", but there is no permission to write in " + folder + "."),
                OutputFile.folderProblem("--out", file));
    }

    @Test
    void refusesAFolderBelowAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(Optional.of("--out is " + file.resolve("below") + ", but " + file + " is no folder."),
                OutputFile.folderProblem("--out", file.resolve("below")));
        assertEquals(Optional.empty(), OutputFile.folderProblem("--out", folder.resolve("a/b/c")));
    }

    @Test
    void leavesTheOldFileWhenTheDiskIsFull() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "There is no /dev/full.");
        assertThrows(IOException.class, () -> new OutputFile(full).write("does not fit"));
    }
}
