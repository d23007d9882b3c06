package dev.refservers.server;

import dev.refservers.protocol.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** One way to serve many clients. A {@link ServiceLoader} service; a module may offer several. */
public interface Architecture {

    /** What it is asked for by on a command line: lower case, no spaces. */
    String name();

    /** One sentence: threads, processes, and what they wait on. */
    String summary();

    /** What it cannot do, or needs, by design. */
    Set<Trait> traits();

    /** Why it cannot run on this machine, as a sentence that a user can act on; empty where it can. */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /** The most connections it can hold, where its design sets a limit below the one asked for. */
    default int maxConnections() {
        return Integer.MAX_VALUE;
    }

    /** How many descriptors a process of it has open for one connection. */
    default int descriptorsPerConnection() {
        return 1;
    }

    /** How many event loops it has where nobody says; for architectures that can have several. */
    default int loops() {
        return Settings.DEFAULT.loops();
    }

    /**
     * One class of each library that it calls. All that is where such a class is will be loaded before the server
     * starts, as are its own classes and those of the protocol.
     */
    default List<Class<?>> libraries() {
        return List.of();
    }

    /**
     * Binds, listens, and serves {@code protocol} until the server is closed.
     *
     * @throws IOException when the address cannot be bound, with a message that names it
     */
    Server start(Protocol protocol, Settings settings) throws IOException;
}
