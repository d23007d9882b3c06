package dev.refservers.forking;

import dev.refservers.linux.Linux;
import dev.refservers.linux.ResourceLimits;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code prefork}: a few processes, started beforehand, that accept on one inherited socket. */
public final class PreforkArchitecture implements Architecture {

    private static final long MANY_DESCRIPTORS = 4096;

    @Override
    public String name() {
        return "prefork";
    }

    @Override
    public String summary() {
        return "Worker processes, started beforehand, each with an event loop, that accept on one inherited socket.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.LINUX_ONLY);
    }

    @Override
    public Optional<String> unavailable() {
        return Linux.unavailable();
    }

    /**
     * A worker has the connection and its link to the queues. One may come to have all of a few connections; of thousands each has a
     * share, and less than one descriptor for each of them all.
     */
    @Override
    public int descriptorsPerConnection() {
        try {
            return ResourceLimits.getrlimit(ResourceLimits.RLIMIT_NOFILE) < MANY_DESCRIPTORS ? 2 : 1;
        } catch (IOException unknown) {
            return 2;
        }
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(Linux.class);
    }

    /** With a worker for each processor: more of them would only compete. At least two, so that one may die. */
    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
        return PreforkServer.start(name(), protocol, settings, workers, WorkerCommand.java());
    }
}
