package dev.refservers.comparison.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where files are put that nobody has named: in the checkout where it may be written, otherwise in the user's folder for such things,
 * {@code $XDG_STATE_HOME/refservers}, usually {@code ~/.local/state/refservers} (XDG Base Directory Specification, 0.8).
 *
 * @param checkout the project's root, if this runs in one
 * @param state the user's folder, if there is one
 */
public record OwnFiles(Optional<Path> checkout, Optional<Path> state) {

    /** Those of this process. */
    public static OwnFiles here() {
        return new OwnFiles(Programs.home(), state(System.getenv()));
    }

    /** By the specification, a path that is not absolute counts as none. */
    static Optional<Path> state(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_STATE_HOME")).map(Path::of).filter(Path::isAbsolute)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(Path::of).filter(Path::isAbsolute)
                        .map(home -> home.resolve(".local/state")))
                .map(folder -> folder.resolve("refservers"));
    }

    /**
     * A folder that may be written; the user's is made when it is needed.
     *
     * @param built where it is in the checkout; this folder, or the one that it would be made in, must exist there
     * @param name what it is called in the user's folder
     * @return empty where neither can be written
     */
    public Optional<Path> folder(String built, String name) {
        Optional<Path> inside = checkout.map(home -> home.resolve(built))
                .filter(folder -> Files
                        .isWritable(Files.exists(folder) ? folder : folder.resolveSibling(".").normalize()));
        return inside.or(() -> state.map(folder -> folder.resolve(name)).filter(OwnFiles::made));
    }

    private static boolean made(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException refused) {
            // Whoever asked does without: that is what an empty answer says.
            return false;
        }
    }

    /** The file that a comparison is kept in when none is named. */
    public Optional<Path> comparison() {
        return folder("comparison/target", "comparison").map(folder -> folder.resolve("comparison.json"));
    }

    /** The folder of baselines. */
    public Optional<Path> baselines() {
        return folder("baselines", "baselines");
    }
}
