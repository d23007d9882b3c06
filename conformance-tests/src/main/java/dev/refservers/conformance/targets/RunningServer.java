package dev.refservers.conformance.targets;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** A server that listens. Used by one thread. */
public interface RunningServer {

    /** Where it listens. */
    InetSocketAddress address();

    /** Its process, if the runner has started it. */
    Optional<ServerProcess> process();

    /** Whether all keys may be deleted before each script without asking: nobody else uses it. */
    boolean isOurs();

    /** Ends it, if the runner has started it; returns what went wrong, each as a sentence. */
    List<String> stop();
}
