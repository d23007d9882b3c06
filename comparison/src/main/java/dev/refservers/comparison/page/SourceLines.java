package dev.refservers.comparison.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Counts the lines that an architecture is written in: no blank ones, no comments, no imports. */
final class SourceLines {

    private SourceLines() {}

    /**
     * Of folders, without their subfolders, and files below {@code home}; empty where one is not there, as when a result is read
     * outside a checkout.
     */
    static OptionalInt count(Path home, List<String> sources) {
        int lines = 0;
        for (String source : sources) {
            Path path = home.resolve(source);
            if (!Files.exists(path)) {
                return OptionalInt.empty();
            }
            lines += of(path);
        }
        return OptionalInt.of(lines);
    }

    private static int of(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return inFile(Files.readAllLines(path));
            }
            int lines = 0;
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
                    lines += inFile(Files.readAllLines(file));
                }
            }
            return lines;
        } catch (IOException failure) {
            throw new UncheckedIOException(path + " cannot be read", failure);
        }
    }

    /** Comments are recognised by how lines begin, which suffices for code that is formatted. */
    static int inFile(List<String> lines) {
        int count = 0;
        boolean comment = false;
        for (String each : lines) {
            String line = each.strip();
            if (line.startsWith("/*")) {
                comment = true;
            }
            boolean counts = !comment && !line.isEmpty() && !line.startsWith("//") && !line.startsWith("import ")
                    && !line.startsWith("package ");
            count += counts ? 1 : 0;
            if (comment && line.endsWith("*/")) {
                comment = false;
            }
        }
        return count;
    }
}
