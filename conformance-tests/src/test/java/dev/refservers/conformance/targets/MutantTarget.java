package dev.refservers.conformance.targets;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of our architectures with some classes replaced, in a process of its own.
 *
 * @param name of the mutant
 * @param architecture that is run
 * @param classes the folder of the classes that stand in the place of the architecture's own; may be empty
 */
public record MutantTarget(String name, String architecture, Path classes) implements Target {

    @Override
    public String description() {
        return architecture + ", broken on purpose";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return Optional.empty();
    }

    @Override
    public RunningServer start(String protocol, Map<String, String> settings) throws IOException {
        return StartedServer.ours(name, port -> command(protocol, settings, port));
    }

    /** Quick to start rather than quick: it lives for a second, and a broken one must not be waited for. */
    private List<String> command(String protocol, Map<String, String> settings, int port) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED", "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"), "dev.refservers.server.Main",
                architecture, "--protocol", protocol, "--port", Integer.toString(port)));
        if (!settings.containsKey("grace-millis")) {
            command.addAll(List.of("--grace-millis", "300"));
        }
        settings.forEach((option, value) -> command.addAll(List.of("--" + option, value)));
        return command;
    }
}
