package dev.refservers.epoll;

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

/** {@code epoll}: level-triggered; one loop, or several that share a port. Safe for use by many threads. */
public final class EpollArchitecture implements Architecture {

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public String summary() {
        return "One thread waits in epoll_wait(2) for all connections at once, level-triggered, by native calls.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.LINUX_ONLY);
    }

    @Override
    public Optional<String> unavailable() {
        return Linux.unavailable();
    }

    @Override
    public int loops() {
        return 1;
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return EventLoop.start(name(), protocol, settings, LevelConnection::new);
    }
}
