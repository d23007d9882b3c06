package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executors;

/** A virtual thread per connection, the coroutine: code that blocks, on threads that do not. */
public final class VirtualArchitecture implements Architecture {

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public String summary() {
        return "A virtual thread per connection, suspended in read: the coroutine.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return RunningServer.start(name(), protocol, settings,
                prefix -> Thread.ofVirtual().name(prefix, 0).factory(),
                Executors::newThreadPerTaskExecutor);
    }
}
