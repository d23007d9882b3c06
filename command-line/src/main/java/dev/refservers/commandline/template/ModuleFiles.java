package dev.refservers.commandline.template;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders of files, read, written and deleted as a whole. */
final class ModuleFiles {

    private ModuleFiles() {}

    /** The files of a module, by their paths; not what was built of them, nor what editors keep beside them. */
    static Map<String, ModuleFile> read(Path folder) throws IOException {
        Map<String, ModuleFile> files = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return name.equals("target") || (name.startsWith(".") && !directory.equals(folder))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && !name.endsWith(".iml") && !name.endsWith("~") && !attributes.isOther()) {
                    files.put(folder.relativize(file).toString().replace('\\', '/'), ModuleFile.read(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /**
     * Writes all of them, or nothing: they appear in {@code folder} at once, which must not be there, or be empty.
     */
    static void write(Path folder, Map<String, ModuleFile> files) throws IOException {
        Path parent = folder.toAbsolutePath().resolveSibling("");
        Files.createDirectories(parent);
        // Not a temporary folder: those are for their owner only, and this one shall be as others are.
        Path unfinished = Files.createDirectory(parent.resolve(".new-" + ProcessHandle.current().pid() + "-"
                + folder.getFileName()));
        try {
            for (Map.Entry<String, ModuleFile> file : files.entrySet()) {
                Path path = unfinished.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                file.getValue().write(path);
            }
            Files.deleteIfExists(folder);
            Files.move(unfinished, folder);
        } finally {
            delete(unfinished);
        }
    }

    /** Replaces a file by one that says this, at once. */
    static void replace(Path file, String text) throws IOException {
        Path written = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
