package dev.refservers.commandline;

import dev.refservers.comparison.processes.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command line in a process of its own, and all processes that come from it, whoever their parent is by now: each has
 * inherited a mark in its environment. Closing it ends them all.
 */
final class CommandProcess implements AutoCloseable {

    /** Who runs tests in the background may have them ignore SIGINT: the command does not. */
    private static final List<String> HEARING_SIGINT = List.of("env", "--default-signal=INT");

    private static final String MARK = "TEST_RUN_OF_REFSERVERS";

    private final String mark = MARK + "=" + UUID.randomUUID();
    private final Path output;
    private final Process process;

    /** What was printed, to standard output and standard error, and the exit code. */
    record Outcome(int exit, String printed) {}

    private CommandProcess(List<String> command, Map<String, String> environment) throws IOException {
        output = Files.createTempFile("command", ".txt");
        List<String> hearing = Stream.concat(HEARING_SIGINT.stream(), command.stream()).toList();
        ProcessBuilder builder = new ProcessBuilder(hearing).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put(MARK, mark.substring(MARK.length() + 1));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Starts it, away from any terminal. */
    static CommandProcess start(String... args) throws IOException {
        return start(Map.of(), args);
    }

    /** The same, with these in its environment, too. */
    static CommandProcess start(Map<String, String> environment, String... args) throws IOException {
        return new CommandProcess(java(args), environment);
    }

    /** Starts it in a terminal, to which all is printed but what the shell is told to redirect. */
    static CommandProcess startInTerminal(Map<String, String> environment, String redirection, String... args)
            throws IOException {
        String command = "'" + String.join("' '", java(args)) + "' " + redirection;
        return new CommandProcess(List.of("script", "-q", "-e", "-c", command, "/dev/null"), environment);
    }

    private static List<String> java(String... args) {
        List<String> command = new ArrayList<>(List.of(Programs.java(), "--enable-native-access=ALL-UNNAMED", "-cp",
                Programs.classPath(), Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /** Presses keys in its terminal. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.ISO_8859_1));
        process.getOutputStream().flush();
    }

    Outcome awaitExit(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running; it printed: " + printed());
        }
        return new Outcome(process.exitValue(), printed());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String printed() throws IOException {
        return Files.readString(output);
    }

    /** The command lines, without class paths, of the processes that come from it and have not ended, its own among them. */
    List<String> family() {
        return handles().stream()
                .map(handle -> read(handle.pid(), "cmdline").replace('\0', ' ').replaceAll(" -cp \\S+", "").strip())
                .toList();
    }

    private List<ProcessHandle> handles() {
        return ProcessHandle.allProcesses()
                .filter(handle -> List.of(read(handle.pid(), "environ").split("\0", -1)).contains(mark))
                .toList();
    }

    /** Empty for a process that has ended, also while nobody has asked how. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    @Override
    public void close() {
        handles().forEach(ProcessHandle::destroyForcibly);
        try {
            Files.deleteIfExists(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Why it cannot be started in a terminal here. */
    static Optional<String> withoutTerminals() {
        return Programs.find("script").isPresent() ? Optional.empty() : Optional.of("script is not installed here");
    }
}
