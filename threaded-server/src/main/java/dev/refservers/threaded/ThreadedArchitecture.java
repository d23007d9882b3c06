package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executors;

/** A platform thread per connection: the system's scheduler does the multiplexing. */
public final class ThreadedArchitecture implements Architecture {

    /**
     * Of each thread's stack, at most; only what is used takes memory. The default of 1 MiB would reserve 10 GiB of
     * addresses for 10,000 connections, which containers and strict overcommit refuse. What runs here is a read, a
     * session and a write, a few dozen frames deep: they need about a tenth of this.
     */
    static final long STACK_BYTES = 256 << 10;

    @Override
    public String name() {
        return "threaded";
    }

    @Override
    public String summary() {
        return "A platform thread per connection, blocked in read.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return RunningServer.start(name(), protocol, settings,
                prefix -> Thread.ofPlatform().stackSize(STACK_BYTES).name(prefix, 0).factory(),
                Executors::newThreadPerTaskExecutor);
    }
}
