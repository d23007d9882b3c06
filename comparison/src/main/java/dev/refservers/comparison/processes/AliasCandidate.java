package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.server.Trait;
import java.util.Optional;
import java.util.Set;

/**
 * A candidate once more, under another name: whatever sets the two apart is noise.
 *
 * @param original who it is
 * @param name the other name
 */
public record AliasCandidate(Candidate original, String name) implements Candidate {

    /** The name under which {@code original} is measured again. */
    public static String nameOf(String original) {
        return original + "-again";
    }

    @Override
    public String origin() {
        return original.origin();
    }

    @Override
    public String summary() {
        return original.name() + " once more: what sets the two apart is noise.";
    }

    @Override
    public Set<Trait> traits() {
        return original.traits();
    }

    @Override
    public boolean speaks(String protocol) {
        return original.speaks(protocol);
    }

    @Override
    public Optional<String> unavailable() {
        return original.unavailable();
    }

    @Override
    public MeasuredServer start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        return original.start(protocol, cores);
    }

    @Override
    public Optional<String> speaksOnly() {
        return original.speaksOnly();
    }

    @Override
    public Target target(String protocol) {
        return original.target(protocol);
    }
}
