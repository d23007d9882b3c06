package dev.refservers.comparison.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file that the user has named for a command to write. A regular file is replaced atomically: whoever reads it meanwhile finds the
 * old text or the new one. A symbolic link is followed. A device, a pipe or a socket of the file system is written to as it is.
 *
 * @param path as the user wrote it
 */
public record OutputFile(Path path) {

    /** Symbolic links that are followed before it counts as a circle, as Linux does it (ELOOP, path_resolution(7)). */
    private static final int MAX_LINKS = 40;

    /**
     * Why none of these can be written, as a sentence: better known now than after half an hour. Opens nothing, since that alone would
     * end whoever reads a pipe.
     *
     * @param files by the options that name them
     */
    public static Optional<String> problem(Map<String, Path> files) {
        Map<Path, String> options = new HashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            OutputFile output = new OutputFile(file.getValue());
            Optional<String> problem = output.problem(file.getKey());
            if (problem.isPresent()) {
                return problem;
            }
            if (output.isReplaced()) {
                String other = options.put(output.target().toAbsolutePath().normalize(), file.getKey());
                if (other != null) {
                    return Optional.of(other + " and " + file.getKey() + " are both " + file.getValue()
                            + ": each needs a file of its own.");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Why it cannot be written, as a sentence; opens nothing.
     *
     * @param option by which it was asked for
     */
    public Optional<String> problem(String option) {
        if (path.toString().isEmpty()) {
            return Optional.of(option + " names no file.");
        }
        if (Files.isDirectory(path)) {
            return Optional.of(option + " is " + path + ", but that is a folder.");
        }
        if (Files.exists(path)) {
            return Files.isWritable(path)
                    ? Optional.empty()
                    : Optional.of(option + " is " + path + ", but there is no permission to write it.");
        }
        Path target = target();
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isSymbolicLink(target)) {
            return Optional.of(option + " is " + path + ", but its symbolic links form a circle.");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(option + " is " + path + ", but there is no folder " + folder + ".");
        }
        return Files.isWritable(folder)
                ? Optional.empty()
                : Optional.of(option + " is " + path + ", but there is no permission to write in " + folder + ".");
    }

    /**
     * Whether writing it again replaces what was written before; otherwise each text is added to a stream. {@code /dev/stdout} is a
     * stream even where it is redirected to a regular file, whose descriptor somebody else holds.
     */
    public boolean isReplaced() {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.startsWith("/proc") || (absolute.startsWith("/dev") && !absolute.startsWith("/dev/shm"))) {
            return false;
        }
        return !Files.exists(path) || Files.isRegularFile(path);
    }

    /**
     * Writes the whole text.
     *
     * @throws IOException if it cannot be written; a regular file is then as it was, and nothing is left beside it
     */
    public void write(String text) throws IOException {
        if (!isReplaced()) {
            write(path, text, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return;
        }
        Path target = Files.exists(path) ? path.toRealPath() : target();
        Path folder = target.toAbsolutePath().getParent();
        if (Files.exists(target) && (folder == null || !Files.isWritable(folder))) {
            // Nothing can be put beside it: better not atomic than not at all.
            write(target, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return;
        }
        replace(target, text);
    }

    private static void replace(Path target, String text) throws IOException {
        Path fresh = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            write(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            keepPermissions(target, fresh);
            try {
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void keepPermissions(Path target, Path fresh) throws IOException {
        if (Files.exists(target)) {
            FileStore store = Files.getFileStore(target);
            if (store.supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
            }
        }
    }

    private static void write(Path file, String text, StandardOpenOption... how) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, how)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Why files cannot be put in this folder, which need not exist yet, as a sentence.
     *
     * @param option by which it was asked for
     */
    public static Optional<String> folderProblem(String option, Path folder) {
        Path nearest = folder.toAbsolutePath().normalize();
        for (Path parent = nearest.getParent(); parent != null
                && !Files.exists(nearest, LinkOption.NOFOLLOW_LINKS); parent = nearest.getParent()) {
            nearest = parent;
        }
        if (!Files.isDirectory(nearest)) {
            return Optional.of(option + " is " + folder + ", but " + nearest + " is no folder.");
        }
        return Files.isWritable(nearest)
                ? Optional.empty()
                : Optional.of(option + " is " + folder + ", but there is no permission to write in " + nearest + ".");
    }

    /** What the path stands for where nothing exists yet: the end of its symbolic links. */
    private Path target() {
        Path end = path;
        try {
            for (int links = 0; links < MAX_LINKS && isLink(end); links++) {
                end = end.resolveSibling(Files.readSymbolicLink(end));
            }
        } catch (IOException unreadable) {
            // Whoever writes it is told why.
            return end;
        }
        return end;
    }

    private static boolean isLink(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isSymbolicLink();
    }
}
