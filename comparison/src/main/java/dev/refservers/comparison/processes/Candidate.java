package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.server.Trait;
import java.util.Optional;
import java.util.Set;

/** A server that is compared with others: one of our architectures, or a peer that somebody else wrote. */
public interface Candidate {

    /** The origin of a server that is not from a module of this project. */
    String PEER = "peer";

    /** What it is called in every table. */
    String name();

    /** The module that it is from, or {@link #PEER}. */
    String origin();

    /** One sentence: what it is. */
    String summary();

    /** What it cannot do by design. */
    Set<Trait> traits();

    /** Whether it can be started with this protocol. */
    boolean speaks(String protocol);

    /** Why it cannot run here, as a sentence that a user can act on; empty where it can. */
    Optional<String> unavailable();

    /** Starts it on the server's core, on a port that the system chooses; returns when it listens. */
    MeasuredServer start(String protocol, Cores cores) throws ServerProcess.StartFailure;

    /**
     * What it speaks of its protocols where that is not all, as a phrase. The client scripts are not played against such a
     * server: it is held to the replies to its load alone.
     */
    default Optional<String> speaksOnly() {
        return Optional.empty();
    }

    /**
     * Whether it gets figures only where all client scripts pass. Another is measured in whatever it does right, and marked
     * where the scripts found something: what a scenario does not ask for is no reason to measure nothing.
     */
    default boolean mustConform() {
        return true;
    }

    /**
     * The same as the client scripts see it.
     *
     * @param protocol one that it speaks
     * @throws UnsupportedOperationException when it speaks only a part of its protocols
     */
    Target target(String protocol);
}
