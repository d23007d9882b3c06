package dev.refservers.commandline.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A copy of this checkout, with a repository of its own: what is tried there leaves nothing here.
 *
 * <p>
 * What has been built is copied too, and Maven is made to believe that it was built there: else it would compile all of
 * it again.
 */
final class TemporaryCheckout {

    /** What is not needed to go on building, and may be large or change meanwhile. */
    private static final Set<String> LEFT_OUT = Set.of(".git", ".idea", "node_modules", "test-classes",
            "surefire-reports", "site", "generated-test-sources", "testCompile", "jacoco.exec");

    private final Path home;
    private final Map<String, String> environment;

    /**
     * Copies the files of {@code from} to {@code home}, and commits them there.
     *
     * @param moved folders that are elsewhere for what is run there
     * @param environment variables for all that is run there
     */
    TemporaryCheckout(Path from, Path home, Map<Path, Path> moved, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.home = home;
        this.environment = environment;
        Path original = from.toAbsolutePath().normalize();
        Files.walkFileTree(original, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (LEFT_OUT.contains(folder.getFileName().toString()) || folder.equals(original.resolve("target"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(home.resolve(original.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = home.resolve(original.relativize(file));
                if (file.toString().endsWith(".lst")) {
                    String paths = Files.readString(file).replace(original + "/", home + "/");
                    for (Map.Entry<Path, Path> folder : moved.entrySet()) {
                        paths = paths.replace(folder.getKey() + "/", folder.getValue() + "/");
                    }
                    Files.writeString(copy, paths);
                } else if (!LEFT_OUT.contains(file.getFileName().toString())) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        copyLibraries(home.resolve("command-line/target/lib"));
        Files.createDirectories(home.resolve("target"));
        Outcome sources = servers(30, "sources");
        assertTrue(sources.exit == 0, sources.printed);
        Files.writeString(home.resolve("target/servers.stamp"), sources.printed);
        git("init", "-q");
        git("add", "-A");
        git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "--no-gpg-sign", "-m",
                "Start");
    }

    /** Those of this JVM: who runs the tests has not packaged the command line yet. */
    private static void copyLibraries(Path lib) throws IOException {
        Files.createDirectories(lib);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            Path copy = lib.resolve(jar.getFileName());
            if (entry.endsWith(".jar") && !entry.contains("/target/") && !Files.exists(copy)) {
                Files.copy(jar, copy);
            }
        }
    }

    Path home() {
        return home;
    }

    /** What a program printed, and its exit code. */
    record Outcome(int exit, String printed) {}

    /** What git prints. */
    String git(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(30, command("git", arguments));
        assertTrue(outcome.exit == 0, outcome.printed);
        return outcome.printed;
    }

    /** {@code ./servers} with these. */
    Outcome servers(int limitSeconds, String... arguments) throws IOException, InterruptedException {
        return run(limitSeconds, command(home.resolve("servers").toString(), arguments));
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return command;
    }

    private Outcome run(int limitSeconds, List<String> command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("refservers-new", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                    .redirectOutput(printed.toFile()).redirectInput(new File("/dev/null"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(printed);
            assertTrue(ended, () -> String.join(" ", command) + " did not end in " + limitSeconds + " s, and had "
                    + "printed:\n" + text);
            return new Outcome(process.exitValue(), text);
        } finally {
            Files.delete(printed);
        }
    }
}
