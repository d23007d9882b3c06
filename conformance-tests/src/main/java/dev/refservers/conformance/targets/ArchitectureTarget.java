package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Capability;
import dev.refservers.server.Architecture;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One of our architectures: each server in a process of its own, with this JVM's class path. */
final class ArchitectureTarget implements Target {

    /** Where a connection costs as much as a process it may take seconds on a busy machine. */
    private static final double COSTLY_CONNECTION_PATIENCE = 6;

    /**
     * A suite starts some sixty servers, and most live for a second or two: what the optimising compiler does in that time
     * does not pay. Without it the suite takes a third less CPU time. Nothing that a script can see depends on it.
     */
    private static final String QUICK_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

    private final Architecture architecture;

    ArchitectureTarget(Architecture architecture) {
        this.architecture = architecture;
    }

    @Override
    public String name() {
        return architecture.name();
    }

    @Override
    public String description() {
        return architecture.summary();
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public Map<Capability, String> lacks() {
        Map<Capability, String> lacks = new EnumMap<>(Capability.class);
        if (architecture.traits().contains(Trait.ONE_CLIENT_AT_A_TIME)) {
            lacks.put(Capability.CONCURRENT_CLIENTS, "serves one client at a time by design");
        }
        if (architecture.traits().contains(Trait.FEW_CONNECTIONS)) {
            lacks.put(Capability.MANY_CONNECTIONS, "a connection is too costly for thousands of them, by design");
        }
        return lacks;
    }

    @Override
    public double patience() {
        return architecture.traits().contains(Trait.FEW_CONNECTIONS) ? COSTLY_CONNECTION_PATIENCE : 1;
    }

    @Override
    public Optional<String> unavailable() {
        return architecture.unavailable();
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return Optional.empty();
    }

    @Override
    public RunningServer start(String protocol, Map<String, String> settings) throws IOException {
        return StartedServer.ours(name(), port -> command(protocol, settings, port));
    }

    private List<String> command(String protocol, Map<String, String> settings, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions());
        command.add(QUICK_COMPILER_ONLY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.refservers.server.Main", name(),
                "--protocol", protocol, "--port", Integer.toString(port)));
        settings.forEach((option, value) -> command.addAll(List.of("--" + option, value)));
        return command;
    }

    /** Those that the project runs its servers with, where they are found: what is tested is what runs. */
    private static List<String> jvmOptions() {
        String home = System.getProperty("refservers.home");
        for (Path folder = Path.of(home == null ? "" : home).toAbsolutePath(); folder != null; folder = folder
                .getParent()) {
            Path options = folder.resolve("config").resolve("server.jvm");
            if (Files.isRegularFile(options)) {
                return List.of("@" + options);
            }
        }
        return List.of("--enable-native-access=ALL-UNNAMED");
    }
}
