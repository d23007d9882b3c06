package dev.refservers.conformance.targets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** A server in a process of its own. */
final class StartedServer implements RunningServer {

    /** Longer than any grace period that a server has by default. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final Pattern OURS_LISTENS = Pattern.compile(" listens on .*:(\\d+) \\(protocol ");

    /** Starts the server's process on this port; 0 lets it choose one, if it can. */
    interface Starter {
        ServerProcess start(int port) throws IOException;
    }

    private final String name;
    private final Starter starter;
    private final int port;
    private ServerProcess process;

    StartedServer(String name, ServerProcess process, int port, Starter starter) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.starter = starter;
    }

    /** One of ours, which tells its port when it listens, by the command that starts it on a port. */
    static StartedServer ours(String name, IntFunction<List<String>> command) throws IOException {
        Starter starter = port -> ServerProcess.start(command.apply(port), OURS_LISTENS);
        ServerProcess process = starter.start(0);
        return new StartedServer(name, process, Integer.parseInt(process.listeningLine().group(1)), starter);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public Optional<ServerProcess> process() {
        return Optional.of(process);
    }

    @Override
    public void restart() throws IOException {
        process = starter.start(port);
    }

    /** A script that failed while the server was paused leaves it so, and it could not hear of its end. */
    private List<String> resume() {
        try {
            process.resume();
            return List.of();
        } catch (IOException failed) {
            return List.of("The " + name + " server could not be resumed: " + failed.getMessage());
        }
    }

    @Override
    public List<String> stop() {
        List<String> problems = new ArrayList<>();
        if (process.exitCode().isEmpty()) {
            problems.addAll(resume());
            process.terminate();
            OptionalInt code = process.awaitExit(STOP_LIMIT);
            if (code.isEmpty()) {
                process.kill();
                problems.add("The " + name + " server (process " + process.pid() + ") did not end within "
                        + STOP_LIMIT.toSeconds() + " s of SIGTERM and was killed.");
            } else if (code.getAsInt() != 0) {
                problems.add("The " + name + " server ended with exit code " + code.getAsInt()
                        + " after SIGTERM, but must end with 0.");
            }
        }
        process.stackTrace().ifPresent(
                trace -> problems.add("The " + name + " server wrote a stack trace: " + trace));
        return problems;
    }
}
