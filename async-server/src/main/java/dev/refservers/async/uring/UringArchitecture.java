package dev.refservers.async.uring;

import dev.refservers.linux.IoUring;
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

/** {@code uring}: one thread, one io_uring, multishot operations. Safe for use by many threads. */
public final class UringArchitecture implements Architecture {

    @Override
    public String name() {
        return "uring";
    }

    @Override
    public String summary() {
        return "One thread hands all operations to io_uring and serves their completions, by native calls.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.LINUX_ONLY);
    }

    @Override
    public Optional<String> unavailable() {
        return IoUring.unavailable();
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        EventLoop loop = new EventLoop(protocol, settings, new Memory(Memory.Sizes.DEFAULT));
        return LoopServer.start(name(), loop.address(), List.of(loop));
    }
}
