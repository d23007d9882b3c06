package dev.refservers.comparison;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where files are to be written that somebody has asked for. */
final class OutputFolder {

    private OutputFolder() {}

    /**
     * Why this file cannot be written, as a sentence: better known now than after half an hour.
     *
     * @param option by which it was asked for
     */
    static Optional<String> problem(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && Files.isDirectory(folder)
                ? Optional.empty()
                : Optional.of(option + " is " + file + ", but there is no folder " + folder + ".");
    }
}
