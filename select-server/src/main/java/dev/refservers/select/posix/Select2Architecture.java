package dev.refservers.select.posix;

import dev.refservers.linux.FdSet;
import dev.refservers.linux.Linux;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code select2}: one thread that waits in select(2), for less than 1,024 descriptors. */
public final class Select2Architecture implements Architecture {

    /** Descriptors for all else that a process opens: the loop's own, its class files, its log; and for those who leave. */
    private static final int OTHER_DESCRIPTORS = 64;

    @Override
    public String name() {
        return "select2";
    }

    @Override
    public String summary() {
        return "One thread waits in select(2) for all connections at once, by native calls.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.LINUX_ONLY, Trait.FEW_CONNECTIONS);
    }

    @Override
    public Optional<String> unavailable() {
        return Linux.unavailable();
    }

    @Override
    public int maxConnections() {
        return FdSet.FD_SETSIZE - OTHER_DESCRIPTORS;
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        EventLoop loop = new EventLoop(protocol, settings, SelectSets::new);
        return LoopServer.start(name(), loop.address(), List.of(loop));
    }
}
