package dev.refservers.async.sigio;

import dev.refservers.linux.Linux;
import dev.refservers.linux.SignalDriven;
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

/** {@code sigio}: one thread, and a queue of real-time signals. Safe for use by many threads. */
public final class SigioArchitecture implements Architecture {

    @Override
    public String name() {
        return "sigio";
    }

    @Override
    public String summary() {
        return "One thread waits for the signals that the kernel sends it about each connection, by native calls.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.LINUX_ONLY);
    }

    @Override
    public Optional<String> unavailable() {
        return SignalDriven.unavailable();
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        EventLoop loop = new EventLoop(protocol, settings);
        return LoopServer.start(name(), loop.address(), List.of(loop));
    }
}
