package dev.refservers.blocking;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.Set;

/** One thread, one client at a time: the iterative server. */
public final class BlockingArchitecture implements Architecture {

    @Override
    public String name() {
        return "blocking";
    }

    @Override
    public String summary() {
        return "One thread serves one client at a time, blocked in read; the next waits in the accept queue.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ONE_CLIENT_AT_A_TIME);
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return new RunningServer(protocol, settings);
    }
}
