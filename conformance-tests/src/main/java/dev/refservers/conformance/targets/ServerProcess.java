package dev.refservers.conformance.targets;

import dev.refservers.linux.Errno;
import dev.refservers.linux.Linux;
import dev.refservers.linux.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server's process, which the runner has started; it does not outlive this one. Safe for use by many threads.
 *
 * <p>
 * It listens when a line of its output matches {@code listening}. What it writes is kept for explanations.
 */
public final class ServerProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_LINES = 1000;

    private final Process process;
    private volatile boolean paused;
    private final CompletableFuture<Matcher> listening = new CompletableFuture<>();
    private final List<String> output = new ArrayList<>();
    private int taken;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a process, and waits until it listens.
     *
     * @throws IOException when it ends or says nothing within 30 seconds, with what it said
     */
    static ServerProcess start(List<String> command, Pattern listening) throws IOException {
        ServerProcess started = new ServerProcess(
                StartedProcesses.start(new ProcessBuilder(command).redirectErrorStream(true)));
        Thread.ofVirtual().name("output of " + command.getFirst()).start(() -> started.readOutput(listening));
        started.awaitListening();
        return started;
    }

    private void awaitListening() throws IOException {
        try {
            listening.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was starting", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            process.destroyForcibly();
            throw new IOException("the server did not start: " + (failed instanceof TimeoutException
                    ? "it said nothing "
                            + "within " + START_LIMIT.toSeconds() + " s"
                    : String.join(" / ", takeOutput())), failed);
        }
    }

    private void readOutput(Pattern pattern) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher matcher = pattern.matcher(line);
                synchronized (output) {
                    if (output.size() < MOST_LINES) {
                        output.add(line);
                    }
                }
                if (matcher.find()) {
                    listening.complete(matcher);
                }
            }
            listening.completeExceptionally(new IOException("it has ended"));
        } catch (IOException | UncheckedIOException closed) {
            // The stream breaks when the process is killed; whoever waits for it is told.
            listening.completeExceptionally(closed);
        }
    }

    /** The line by which it said that it listens. */
    Matcher listeningLine() {
        return listening.join();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Its exit code; empty while it runs. A signal's number is added to 128. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Waits until it has ended; returns its exit code, or nothing when it has not ended within {@code limit}. */
    public OptionalInt awaitExit(Duration limit) {
        try {
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return exitCode();
    }

    /** Asks it to close, by SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Kills it, by SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Stops it and its workers, by SIGSTOP, until {@link #resume}. Returns when all stand still. */
    public void pause() throws IOException {
        paused = true;
        for (long pid : family()) {
            signal(Processes.SIGSTOP, "STOP", pid);
        }
        for (long pid : family()) {
            awaitStopped(Path.of("/proc/" + pid + "/stat"));
        }
    }

    private static void awaitStopped(Path stat) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (Files.exists(stat) && !Files.readString(stat).matches("(?s).*\\) [Tt] .*")
                && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    /** Parents first, so that a stopped parent starts no further child. */
    private List<Long> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).map(ProcessHandle::pid).toList();
    }

    /** Lets it and its workers go on, by SIGCONT, if they were paused. */
    public void resume() throws IOException {
        if (paused) {
            for (long pid : family()) {
                signal(Processes.SIGCONT, "CONT", pid);
            }
            paused = false;
        }
    }

    /**
     * Kills the process that holds the server's end of a connection, by SIGKILL; returns false if that is the server's
     * first process, which is left alone.
     *
     * @param serverPort the port of the server's end
     * @param clientPort the port of the client's end
     */
    public boolean killWorker(int serverPort, int clientPort) throws IOException {
        long worker = SocketHolder.find(process.toHandle(), serverPort, clientPort);
        if (worker == pid()) {
            return false;
        }
        ProcessHandle.of(worker).ifPresent(ProcessHandle::destroyForcibly);
        return true;
    }

    /** What it has written since this was last asked, line by line. */
    public List<String> takeOutput() {
        synchronized (output) {
            List<String> news = List.copyOf(output.subList(taken, output.size()));
            taken = output.size();
            return news;
        }
    }

    /** The first stack trace that it has written, on one line; empty if it has written none. */
    Optional<String> stackTrace() {
        synchronized (output) {
            for (int i = 1; i < output.size(); i++) {
                if (output.get(i).startsWith("\tat ")) {
                    return Optional.of(output.subList(i - 1, Math.min(i + 8, output.size())).stream()
                            .map(String::strip).collect(Collectors.joining(" / ")));
                }
            }
            return Optional.empty();
        }
    }

    /** A worker may well end between the look at its parent's children and the signal. */
    private static void signal(int signal, String name, long pid) throws IOException {
        if (Linux.unavailable().isEmpty()) {
            int result = Processes.kill(pid, signal);
            if (result < 0 && result != -Errno.ESRCH) {
                throw new IOException(
                        "SIG" + name + " could not be sent to process " + pid + ": " + Errno.name(-result));
            }
            return;
        }
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
        try {
            if (kill.waitFor() != 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                throw new IOException("kill -" + name + " " + pid + " failed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while signalling " + pid, interrupted);
        }
    }
}
