package dev.refservers.comparison.processes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where programs are: those of the system, this JVM's {@code java}, and our servers' classes. */
public final class Programs {

    private static final Pattern SERVER_CLASSES = Pattern.compile(".*/(shared-[^/]*|[^/]*-server)/target/[^/]*");
    private static final Pattern PEER_CLASSES = Pattern.compile(".*/(peers/target/[^/]*|netty-[^/]*\\.jar)");

    private Programs() {}

    /** The program of this name on the PATH, if it is installed. */
    public static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The {@code java} that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The flags of a server's JVM: those of {@code config/server.jvm}, without its comments. */
    public static List<String> serverFlags() {
        return serverFlagsFile().map(Programs::flags).orElse(List.of());
    }

    /** What {@code java} is told to take the flags of a server's JVM from, if there is such a file. */
    static Optional<Path> serverFlagsFile() {
        return home().map(home -> home.resolve("config/server.jvm")).filter(Files::isReadable);
    }

    /** The root of the project: {@code ./servers} tells it, otherwise it is the nearest folder that looks like it. */
    public static Optional<Path> home() {
        String told = System.getProperty("refservers.home");
        if (told != null) {
            return Optional.of(Path.of(told));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isReadable(folder.resolve("config/server.jvm"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** Our own class path. */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The part of our class path that a server runs with: no library is in it. */
    static String serverClassPath() {
        List<String> entries = Arrays.stream(classPath().split(File.pathSeparator, -1))
                .filter(entry -> SERVER_CLASSES.matcher(entry).matches())
                .toList();
        return entries.isEmpty() ? classPath() : String.join(File.pathSeparator, entries);
    }

    /** The part of our class path that the peers in Java run with: themselves, and Netty. */
    static String peerClassPath() {
        return Arrays.stream(classPath().split(File.pathSeparator, -1))
                .filter(entry -> PEER_CLASSES.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> flags(Path file) {
        try {
            return Files.readAllLines(file)
                    .stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
