package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.linux.IoUring;
import dev.refservers.linux.Linux;
import dev.refservers.server.Trait;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Netty with one event loop, on one of its transports. Of Netty it knows only how it is started: what is on our class path for
 * that is never loaded here.
 */
public final class NettyCandidate implements Candidate {

    private static final String MAIN = "dev.refservers.peers.NettyServer";

    private final String transport;
    private final String summary;

    private NettyCandidate(String transport, String summary) {
        this.transport = transport;
        this.summary = summary;
    }

    /** One for each transport. */
    public static List<Candidate> all() {
        return List.of(new NettyCandidate("nio", "Netty 4.2 on a Selector of the JDK: one event loop."),
                new NettyCandidate("epoll", "Netty 4.2 on its own epoll, by JNI: one event loop."),
                new NettyCandidate("uring", "Netty 4.2 on its own io_uring, by JNI: one event loop."));
    }

    @Override
    public String name() {
        return "netty-" + transport;
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
        return protocol.equals("echo") || protocol.equals("queue");
    }

    @Override
    public Optional<String> speaksOnly() {
        return Optional.of("echo, and of queue PING, ECHO, RPUSH, LPOP and LLEN");
    }

    @Override
    public Optional<String> unavailable() {
        return switch (transport) {
            case "nio" -> Optional.empty();
            case "epoll" -> Linux.unavailable();
            default -> IoUring.unavailable();
        };
    }

    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        return ServerProcess.java(name(), cores, Programs.peerClassPath(), List.of(MAIN, transport, protocol));
    }

    @Override
    public Target target(String protocol) {
        throw new UnsupportedOperationException(name() + " speaks only " + speaksOnly().orElseThrow());
    }
}
