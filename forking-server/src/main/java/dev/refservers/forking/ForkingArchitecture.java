package dev.refservers.forking;

import dev.refservers.linux.Linux;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code forking}: a process for each connection. */
public final class ForkingArchitecture implements Architecture {

    /** A worker is a JVM: some 20 MB that it shares with no other, and a twentieth of a second of a core to start. */
    private static final int MAX_CONNECTIONS = 256;

    @Override
    public String name() {
        return "forking";
    }

    @Override
    public String summary() {
        return "A process for each connection, which inherits the accepted socket as its descriptor 0.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FEW_CONNECTIONS, Trait.LINUX_ONLY);
    }

    @Override
    public Optional<String> unavailable() {
        return Linux.unavailable();
    }

    @Override
    public int maxConnections() {
        return MAX_CONNECTIONS;
    }

    /** The parent has the connection while its worker starts, and then a link and a lifeline. */
    @Override
    public int descriptorsPerConnection() {
        return 3;
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return ForkingServer.start(name(), protocol, settings, maxConnections(), WorkerCommand.java());
    }
}
