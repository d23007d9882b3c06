package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.server.Trait;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code select} that echoes, and wastes time on purpose: the same with 0 nanos is the reference.
 *
 * @param name what it is called
 * @param nanos of useless computation for each read
 * @param services a folder with META-INF/services that names {@link SlowedEcho}
 */
public record SlowedCandidate(String name, int nanos, Path services) implements Candidate {

    @Override
    public String origin() {
        return "test";
    }

    @Override
    public String summary() {
        return "select, slowed on purpose.";
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
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        return ServerProcess.java(name, cores, services + File.pathSeparator + Programs.classPath(),
                List.of("-Dslowed.nanos=" + nanos, dev.refservers.server.Main.class.getName(), "select", "--protocol",
                        SlowedEcho.NAME, "--port", "0"));
    }

    @Override
    public Target target(String protocol) {
        throw new UnsupportedOperationException("no scripts are played against it");
    }
}
