package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A real redis-server, without persistence: the queue protocol's original, one thread and an epoll loop in C. */
public final class RedisCandidate implements Candidate {

    private static final Pattern LISTENING = Pattern.compile("Ready to accept connections");
    private static final int ATTEMPTS = 3;

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String origin() {
        return PEER;
    }

    @Override
    public String summary() {
        return "Real Redis: one thread, an epoll loop in C.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public boolean speaks(String protocol) {
        return protocol.equals("queue");
    }

    @Override
    public Optional<String> unavailable() {
        return Programs.find("redis-server").isPresent()
                ? Optional.empty()
                : Optional.of("redis-server is not installed (Debian: apt-get install redis-server).");
    }

    /** Redis takes port 0 for "no port", so a free one is looked for; somebody may take it before Redis does. */
    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        for (int attempt = 1;; attempt++) {
            int port = freePort();
            try {
                return ServerProcess.start(name(), cores.server(), command(port), LISTENING, port);
            } catch (ServerProcess.StartFailure failure) {
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    @Override
    public Target target(String protocol) {
        return Targets.redis();
    }

    private static List<String> command(int port) {
        return List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
                // Of loopback it trusts 127.0.0.1 only, and a generator that churns comes from all of 127.0.0.0/8.
                "--appendonly", "no", "--daemonize", "no", "--protected-mode", "no");
    }

    private static int freePort() throws ServerProcess.StartFailure {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new ServerProcess.StartFailure(
                    new ProcessFailure("no free port for redis-server: " + failure.getMessage(), failure));
        }
    }
}
