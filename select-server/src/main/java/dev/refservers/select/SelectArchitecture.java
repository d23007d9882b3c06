package dev.refservers.select;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.Set;

/** The reactor: one thread, one {@link java.nio.channels.Selector}. */
public final class SelectArchitecture implements Architecture {

    @Override
    public String name() {
        return "select";
    }

    @Override
    public String summary() {
        return "One thread waits on a java.nio Selector for all connections at once: the reactor.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return RunningServer.start(name(), protocol, settings, 0);
    }
}
