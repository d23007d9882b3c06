package dev.refservers.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that others wrote, run as their users run it. */
public final class Program {

    private static final int LIMIT_SECONDS = 60;
    private static final boolean MUST_BE_THERE = "true".equals(System.getenv("CI"));

    private final Path file;
    private final List<String> options;

    private Program(Path file, List<String> options) {
        this.file = file;
        this.options = options;
    }

    /**
     * The program of this name on the PATH. Where there is none the test is skipped, and says what to install; in
     * continuous integration it fails.
     */
    static Program named(String name, String debianPackage, String... options) {
        return new Program(find(name, debianPackage), List.of(options));
    }

    /** The same, only where it is. */
    public static Path find(String name, String debianPackage) {
        List<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                .map(folder -> folder.resolve(name)).filter(Files::isExecutable).toList();
        String missing = name + " is not installed here (Debian's package is " + debianPackage + ")";
        assertTrue(!found.isEmpty() || !MUST_BE_THERE, missing);
        assumeTrue(!found.isEmpty(), missing);
        return found.getFirst();
    }

    /** What it prints, to both, when it has read {@code input} and ended well. */
    String run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = command(arguments);
        Path in = Files.createTempFile("refservers-client", ".in");
        Path out = Files.createTempFile("refservers-client", ".out");
        try {
            Files.writeString(in, input);
            Process process = new ProcessBuilder(command).redirectInput(in.toFile()).redirectErrorStream(true)
                    .redirectOutput(out.toFile()).start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String printed = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
            assertTrue(ended, () -> String.join(" ", command) + " did not end, and had printed:\n" + printed);
            assertEquals(0, process.exitValue(), () -> String.join(" ", command) + " printed:\n" + printed);
            return printed;
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(options);
        command.addAll(List.of(arguments));
        return command;
    }
}
