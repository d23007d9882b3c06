package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.linux.IoUring;
import dev.refservers.linux.Linux;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An echo server in C that does nothing but call the kernel: nothing that does the same by the same calls can cost less. It
 * is built by gcc when it is first started, and again when its sources have changed.
 */
public final class NativeCandidate implements Candidate {

    private static final Pattern LISTENING = Pattern.compile(" listens on \\S*:(\\d+) ");
    private static final String SOURCES = "peers/src/main/c";

    private final String name;
    private final String summary;

    private NativeCandidate(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    /** One for each way to wait. */
    public static List<Candidate> all() {
        return List.of(new NativeCandidate("c-epoll", "The least in C: one thread, level-triggered epoll."),
                new NativeCandidate("c-uring", "The least in C: one thread, io_uring, multishot, provided buffers."));
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
        return Set.of();
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
        Optional<String> obstacle = name.equals("c-uring") ? IoUring.unavailable() : Linux.unavailable();
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (Programs.find("gcc").isEmpty()) {
            return Optional.of("gcc is not installed, and this server is built from C (Debian: apt-get install gcc "
                    + "libc6-dev).");
        }
        return sources().isPresent() ? Optional.empty() : Optional.of("its sources, " + SOURCES + ", are not here.");
    }

    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        return ServerProcess.start(name, cores.server(), List.of(built().toString()), LISTENING, 0);
    }

    @Override
    public Target target(String protocol) {
        throw new UnsupportedOperationException(name + " speaks only " + speaksOnly().orElseThrow());
    }

    private static Optional<Path> sources() {
        return Programs.home().map(home -> home.resolve(SOURCES)).filter(Files::isDirectory);
    }

    /** The program, which is newer than its sources. */
    private Path built() throws ServerProcess.StartFailure {
        try {
            Path sources = sources().orElseThrow(() -> new IOException(SOURCES + " is not here"));
            Path program = OwnFiles.here().folder("peers/target", "peers")
                    .orElseThrow(() -> new IOException("there is no folder that may be written")).resolve("c")
                    .resolve(name);
            if (!Files.exists(program) || isOlder(program, sources)) {
                Files.createDirectories(program.resolveSibling("."));
                // Under another name at first: somebody else may be starting it.
                Path fresh = Files.createTempFile(program.getParent(), name, ".new");
                compile(sources.resolve(name + ".c"), fresh);
                Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
            }
            return program;
        } catch (IOException failure) {
            throw new ServerProcess.StartFailure(
                    new ProcessFailure(name + " could not be built: " + failure.getMessage(), failure));
        }
    }

    private static boolean isOlder(Path program, Path sources) throws IOException {
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(program)) > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void compile(Path source, Path program) throws IOException {
        Process gcc = new ProcessBuilder("gcc", "-O2", "-Wall", "-Wextra", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (gcc.waitFor() != 0) {
                throw new IOException("gcc failed: " + said);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while gcc ran", stop);
        }
    }
}
