package dev.refservers.comparison.baseline;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Baselines in a folder, a file each.
 *
 * @param folder which need not exist yet
 */
public record Baselines(Path folder) {

    private static final String SUFFIX = ".json";

    /**
     * Keeps a comparison under a name, in place of what had it.
     *
     * @param name letters, digits, {@code .}, {@code _} and {@code -}
     * @return the file
     * @throws IllegalArgumentException when the name is none, or the comparison was interrupted
     */
    public Path save(String name, Comparison comparison) throws IOException {
        if (!comparison.complete()) {
            throw new IllegalArgumentException("The comparison was interrupted: it can be no baseline.");
        }
        Path file = file(name);
        Files.createDirectories(folder);
        new OutputFile(file).write(ComparisonJson.write(comparison));
        return file;
    }

    /**
     * The comparison that is kept under a name.
     *
     * @throws IllegalArgumentException when there is none, with a message that names those that exist
     */
    public Comparison load(String name) throws IOException {
        try {
            return ComparisonJson.read(Files.readString(file(name)));
        } catch (NoSuchFileException none) {
            List<String> names = names();
            throw new IllegalArgumentException("There is no baseline '" + name + "'; there is "
                    + (names.isEmpty() ? "none: see ./servers baseline save" : String.join(", ", names)) + ".", none);
        }
    }

    /** The names of all, in their order. */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length())).sorted().toList();
        }
    }

    private Path file(String name) {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a baseline: letters, digits, ., _ and - are.");
        }
        return folder.resolve(name + SUFFIX);
    }
}
