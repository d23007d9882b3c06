package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.linux.Linux;
import dev.refservers.server.Trait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An echo server of a few lines of Python, as textbooks show them: one for each way to wait that its library has. */
public final class PythonCandidate implements Candidate {

    private static final Pattern LISTENING = Pattern.compile(" listens on \\S*:(\\d+) ");
    private static final String SOURCES = "peers/src/main/python";

    private final String name;
    private final String summary;
    private final Set<Trait> traits;

    private PythonCandidate(String name, String summary, Trait... traits) {
        this.name = name;
        this.summary = summary;
        this.traits = Set.of(traits);
    }

    /** One for each way to wait. */
    public static List<Candidate> all() {
        return List.of(
                new PythonCandidate("py-blocking", "Python: one client at a time, blocking.",
                        Trait.ONE_CLIENT_AT_A_TIME),
                new PythonCandidate("py-threading", "Python: socketserver, a thread for each client."),
                new PythonCandidate("py-forking", "Python: socketserver, a process for each client.",
                        Trait.FEW_CONNECTIONS),
                new PythonCandidate("py-select", "Python: one thread, select, up to 1,024 descriptors."),
                new PythonCandidate("py-poll", "Python: one thread, poll."),
                new PythonCandidate("py-epoll", "Python: one thread, level-triggered epoll."),
                new PythonCandidate("py-selectors", "Python: one thread, the library's selector of the best kind."),
                new PythonCandidate("py-asyncio", "Python: one thread, asyncio, a coroutine for each client."));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String origin() {
        return PEER;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public Set<Trait> traits() {
        return traits;
    }

    @Override
    public boolean speaks(String protocol) {
        return protocol.equals("echo");
    }

    @Override
    public Optional<String> speaksOnly() {
        return Optional.of("echo, without time-outs and limits");
    }

    @Override
    public Optional<String> unavailable() {
        if (Programs.find("python3").isEmpty()) {
            return Optional.of("python3 is not installed (Debian: apt-get install python3).");
        }
        if (source().filter(Files::isReadable).isEmpty()) {
            return Optional.of("its source, " + SOURCES + "/" + name + ".py, is not here.");
        }
        return name.equals("py-epoll") ? Linux.unavailable() : Optional.empty();
    }

    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        Path source = source().orElseThrow(() -> new ServerProcess.StartFailure(
                new ProcessFailure(SOURCES + " is not here")));
        // Without what the user has set for other programs, and without writing compiled files beside the sources.
        List<String> command = List.of("python3", "-E", "-s", "-B", source.toString(), "--port", "0");
        return ServerProcess.start(name, cores.server(), command, LISTENING, 0);
    }

    @Override
    public Target target(String protocol) {
        throw new UnsupportedOperationException(name + " speaks only " + speaksOnly().orElseThrow());
    }

    private Optional<Path> source() {
        return Programs.home().map(home -> home.resolve(SOURCES).resolve(name + ".py"));
    }
}
