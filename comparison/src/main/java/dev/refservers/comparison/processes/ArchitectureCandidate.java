package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import dev.refservers.server.Architecture;
import dev.refservers.server.Trait;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of our architectures, run as {@code ./servers run} runs it. */
public final class ArchitectureCandidate implements Candidate {

    private static final Pattern MODULE = Pattern.compile(".*/([^/]+)/target/[^/]*/?");

    private final Architecture architecture;

    /** This architecture as a candidate. */
    public ArchitectureCandidate(Architecture architecture) {
        this.architecture = architecture;
    }

    @Override
    public String name() {
        return architecture.name();
    }

    @Override
    public String origin() {
        return module(architecture.getClass());
    }

    @Override
    public String summary() {
        return architecture.summary();
    }

    @Override
    public Set<Trait> traits() {
        return architecture.traits();
    }

    /** Every architecture speaks every protocol: that is what sessions without I/O are for. */
    @Override
    public boolean speaks(String protocol) {
        return true;
    }

    @Override
    public Optional<String> unavailable() {
        return architecture.unavailable();
    }

    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        return ServerProcess.java(architecture.name(), cores, Programs.serverClassPath(),
                List.of(dev.refservers.server.Main.class.getName(), architecture.name(), "--protocol", protocol,
                        "--port",
                        "0"));
    }

    @Override
    public Target target(String protocol) {
        return Targets.architecture(architecture.name());
    }

    /** The folder of the module that a class was built in, or else its package. */
    static String module(Class<?> type) {
        URI location = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
        Matcher module = MODULE.matcher(String.valueOf(location.getPath()));
        return module.matches() ? module.group(1) : type.getPackageName();
    }
}
