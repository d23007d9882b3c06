package dev.refservers.select;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.Set;

/** Several reactors: one thread only accepts, and deals the clients out to the loops of others. */
public final class ReactorsArchitecture implements Architecture {

    @Override
    public String name() {
        return "reactors";
    }

    @Override
    public String summary() {
        return "A thread that accepts, and several that each wait on a Selector for their share of the connections.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return SelectArchitecture.start(name(), protocol, settings, settings.loops());
    }
}
