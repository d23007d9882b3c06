package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.StartedProcesses;
import dev.refservers.linux.Errno;
import dev.refservers.linux.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that does not outlive this one, and what it says line by line. Used by one thread.
 *
 * <p>
 * Its output is read as it comes, whether or not anybody asks for it: a process that writes to a full pipe stands still.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int REMEMBERED_LINES = 20;

    private final String name;
    private final Process process;
    private final BlockingQueue<Optional<String>> output = new LinkedBlockingQueue<>();
    private final Deque<String> lastErrors = new ArrayDeque<>();
    private final Writer input;
    private final Thread errorReader;

    /**
     * Starts a process.
     *
     * @param name what it is called in messages
     * @param core the one core that it runs on; any, if empty
     */
    public ChildProcess(String name, OptionalInt core, List<String> command) throws ProcessFailure {
        this.name = name;
        try {
            process = Cores.on(core, () -> StartedProcesses.start(new ProcessBuilder(command)));
        } catch (IOException failure) {
            throw new ProcessFailure(name + " could not be started: " + failure.getMessage(), failure);
        }
        input = process.outputWriter(StandardCharsets.UTF_8);
        read(process.getInputStream(), line -> output.add(Optional.of(line)), () -> output.add(Optional.empty()));
        errorReader = read(process.getErrorStream(), this::rememberError, () -> {});
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Sends it a line. */
    public void tell(String line) throws ProcessFailure {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException gone) {
            throw new ProcessFailure(ended(), gone);
        }
    }

    /**
     * The next line that it says.
     *
     * @throws ProcessFailure when it ends first, or says nothing for so long
     */
    public String nextLine(Duration patience) throws ProcessFailure {
        try {
            Optional<String> line = output.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new ProcessFailure(name + " said nothing for " + patience.toSeconds() + " s");
            }
            if (line.isEmpty()) {
                output.add(line);
                throw new ProcessFailure(ended());
            }
            return line.get();
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        }
    }

    /** Forgets what it has said and nobody has asked for. */
    public void skipLines() {
        output.removeIf(Optional::isPresent);
    }

    /**
     * Sends a signal to it and its descendants.
     *
     * @param signal a constant of {@link Processes}
     */
    void signal(int signal) throws ProcessFailure {
        // Descendants come and go; that the process itself has ended is found out by whoever talks to it.
        int result = Processes.kill(pid(), signal);
        if (result < 0 && process.isAlive()) {
            throw new ProcessFailure(name + " could not be sent signal " + signal + ": " + Errno.name(-result));
        }
        process.descendants().forEach(child -> Processes.kill(child.pid(), signal));
    }

    /**
     * Asks it to end, with SIGTERM, and waits.
     *
     * @return its exit code
     * @throws ProcessFailure when it had to be killed
     */
    public int terminate(Duration patience) throws ProcessFailure {
        try {
            process.destroy();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProcessFailure(name + " did not end within " + patience.toSeconds()
                        + " s of SIGTERM and was killed");
            }
            return process.exitValue();
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        } finally {
            close();
        }
    }

    /** Kills it and its descendants, if they are still there. Does not wait. */
    @Override
    public void close() {
        StartedProcesses.kill(process);
    }

    private String ended() throws ProcessFailure {
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                return name + " closed its output, but goes on running";
            }
            errorReader.join(Duration.ofSeconds(5));
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        }
        synchronized (lastErrors) {
            return name + " ended with exit code " + process.exitValue()
                    + (lastErrors.isEmpty() ? "" : ": " + String.join("\n", lastErrors));
        }
    }

    private ProcessFailure interrupted(InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new ProcessFailure("interrupted while waiting for " + name, stop);
    }

    private void rememberError(String line) {
        synchronized (lastErrors) {
            if (lastErrors.size() == REMEMBERED_LINES) {
                lastErrors.removeFirst();
            }
            lastErrors.addLast(line);
        }
    }

    private Thread read(InputStream stream, Consumer<String> each, Runnable atEnd) {
        return Thread.ofPlatform().daemon().name("output of " + name).start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(each);
            } catch (IOException | UncheckedIOException closed) {
                each.accept("(its output was cut off: " + closed.getMessage() + ")");
            } finally {
                atEnd.run();
            }
        });
    }
}
