package dev.refservers.conformance.targets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A real redis-server: the oracle. */
final class RedisTarget implements Target {

    private static final Pattern READY = Pattern.compile("Ready to accept connections");
    private static final int ATTEMPTS = 5;

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String description() {
        return "The real redis-server, which the protocol is taken from.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue");
    }

    @Override
    public Optional<String> unavailable() {
        return executable().isPresent()
                ? Optional.empty()
                : Optional.of("There is no redis-server on the PATH; install it, for instance with "
                        + "`apt-get install redis-server`.");
    }

    private static Optional<Path> executable() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(":", -1)) {
            Path candidate = Path.of(folder, "redis-server");
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> redisOption(setting.getKey(), setting.getValue()).isEmpty())
                .findFirst()
                .map(setting -> "redis-server has no setting " + setting.getKey() + " = " + setting.getValue());
    }

    /** The name and the value of the same setting of redis-server; empty if it has none, or not with this value. */
    private static Optional<Map.Entry<String, String>> redisOption(String name, String value) {
        long number = Long.parseLong(value);
        return switch (name) {
            case "max-connections" -> Optional.of(Map.entry("maxclients", value));
            case "backlog" -> Optional.of(Map.entry("tcp-backlog", value));
            case "max-bulk-bytes" -> number >= 1 << 20
                    ? Optional.of(Map.entry("proto-max-bulk-len", value))
                    : Optional.empty();
            case "idle-timeout-millis" -> number % 1000 == 0
                    ? Optional.of(Map.entry("timeout", Long.toString(number / 1000)))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public RunningServer start(String protocol, Map<String, String> settings) throws IOException {
        String executable = executable().orElseThrow(() -> new IOException("redis-server is not installed")).toString();
        Map<String, String> options = new LinkedHashMap<>();
        settings.forEach((name, value) -> redisOption(name, value)
                .ifPresent(option -> options.put(option.getKey(), option.getValue())));
        StartedServer.Starter starter = port -> ServerProcess.start(command(executable, port, options), READY);
        for (int attempt = 1;; attempt++) {
            int port = freePort();
            try {
                return new StartedServer(name(), starter.start(port), port, starter);
            } catch (IOException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private static List<String> command(String executable, int port, Map<String, String> options) {
        List<String> command = new ArrayList<>(List.of(executable, "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir",
                System.getProperty("java.io.tmpdir")));
        options.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
        return command;
    }

    /** Redis cannot choose a port by itself; another process may take this one first, hence the attempts. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
