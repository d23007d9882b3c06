package dev.refservers.comparison;

import dev.refservers.comparison.FakeServer.Manner;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.Programs;
import dev.refservers.comparison.processes.ServerProcess;
import dev.refservers.conformance.targets.Target;
import dev.refservers.server.Trait;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A {@link FakeServer} in a process of its own. */
public record FakeCandidate(Manner manner, Set<Trait> traits, Optional<String> unavailable, boolean mustConform)
        implements
            Candidate {

    public FakeCandidate(Manner manner, Set<Trait> traits, Optional<String> unavailable) {
        this(manner, traits, unavailable, true);
    }

    public FakeCandidate(Manner manner, Trait... traits) {
        this(manner, Set.of(traits), Optional.empty());
    }

    @Override
    public String name() {
        return manner.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String origin() {
        return "test";
    }

    @Override
    public String summary() {
        return "A fake.";
    }

    @Override
    public boolean speaks(String protocol) {
        return protocol.equals("queue");
    }

    @Override
    public ServerProcess start(String protocol, Cores cores) throws ServerProcess.StartFailure {
        return ServerProcess.java(name(), cores, Programs.classPath(),
                List.of(FakeServer.class.getName(), manner.name()));
    }

    @Override
    public Target target(String protocol) {
        throw new UnsupportedOperationException("no scripts are played against a fake");
    }
}
