package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executors;

/** A fixed pool of platform threads, one connection at a time each; further connections wait in a line. */
public final class PooledArchitecture implements Architecture {

    /** As many as Tomcat starts by default: enough for many clients, and few enough for any machine. */
    static final int THREADS = 200;

    /** Those that are served and those that wait. Who comes later is told so rather than left in the line. */
    private static final int MAX_CONNECTIONS = 1_000;

    @Override
    public String name() {
        return "pooled";
    }

    @Override
    public String summary() {
        return "A fixed pool of platform threads, one connection at a time each; further connections wait.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.FEW_CONNECTIONS);
    }

    @Override
    public int maxConnections() {
        return MAX_CONNECTIONS;
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return start(protocol, settings, THREADS);
    }

    /** Starts with a pool of this size. */
    static RunningServer start(Protocol protocol, Settings settings, int size) throws IOException {
        return RunningServer.start("pooled", protocol, settings,
                prefix -> Thread.ofPlatform().stackSize(ThreadedArchitecture.STACK_BYTES).name(prefix, 0).factory(),
                factory -> Executors.newFixedThreadPool(size, factory));
    }
}
