package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that scripts run against. Implement it to test a server that is started in a way of your own;
 * {@link Targets} has the usual ones. Safe for use by many threads.
 */
public interface Target {

    /** A short name, for tables. */
    String name();

    /** What it is, in a sentence. */
    String description();

    /** The protocols that it speaks, of {@code queue}, {@code echo} and {@code http}. */
    Set<String> protocols();

    /** What it lacks by design, each with the reason as a phrase. The suite demands proof. */
    default Map<Capability, String> lacks() {
        return Map.of();
    }

    /** How much longer than usual a client may have to wait for it: what every limit is multiplied with. */
    default double patience() {
        return 1;
    }

    /** Why nothing can be run against it here, as a sentence that a user can act on; empty if it can. */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * Why nothing can be run against it although it should be possible, as a sentence: nobody listens, or it holds what is
     * somebody's. Asked once, before the first script; the run then fails.
     */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Where it runs already, if it is not started by this suite; known when {@link #obstacle} was asked. */
    default Optional<InetSocketAddress> existing() {
        return Optional.empty();
    }

    /** Why this script must not be played against it, as a phrase; empty if it may. */
    default Optional<String> refuses(Script script) {
        return Optional.empty();
    }

    /** Why no server of its own can be started with these settings, as a phrase; empty if one can. */
    Optional<String> cannotStartWith(Map<String, String> settings);

    /**
     * Starts a server, or connects to the one there is, if {@code settings} are empty and it cannot be started.
     *
     * @param settings options without their dashes, as {@code max-connections}; empty for the defaults
     * @throws IOException when it does not start, with what it said
     */
    RunningServer start(String protocol, Map<String, String> settings) throws IOException;
}
