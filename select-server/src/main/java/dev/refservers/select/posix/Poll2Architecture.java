package dev.refservers.select.posix;

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

/** {@code poll2}: one thread that waits in poll(2). */
public final class Poll2Architecture implements Architecture {

    @Override
    public String name() {
        return "poll2";
    }

    @Override
    public String summary() {
        return "One thread waits in poll(2) for all connections at once, by native calls.";
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
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        EventLoop loop = new EventLoop(protocol, settings, PollArray::new);
        return LoopServer.start(name(), loop.address(), List.of(loop));
    }
}
