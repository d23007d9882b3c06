package dev.refservers.conformance.targets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** A server that listens. Used by one thread at a time. */
public interface RunningServer {

    /** Where it listens. */
    InetSocketAddress address();

    /** Its process, if the runner has started it. */
    default Optional<ServerProcess> process() {
        return Optional.empty();
    }

    /** What notes which keys are made on it, to delete these and no others; empty if all that is in it may go. */
    default Optional<OwnKeys> ownKeys() {
        return Optional.empty();
    }

    /**
     * Starts it again, after its process has ended, on the same port.
     *
     * @throws IOException when it does not start, with what it said
     * @throws UnsupportedOperationException unless the runner has started it
     */
    default void restart() throws IOException {
        throw new UnsupportedOperationException("this server was not started here, so it cannot be started again");
    }

    /** Ends it, if the runner has started it; returns what went wrong, each as a sentence. */
    default List<String> stop() {
        return List.of();
    }
}
