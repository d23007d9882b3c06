package dev.refservers.comparison.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScriptConformanceTest {

    private record OnlyATarget(Target target) implements Candidate {

        @Override
        public String name() {
            return target.name();
        }

        @Override
        public String origin() {
            return "test";
        }

        @Override
        public String summary() {
            return target.description();
        }

        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public boolean speaks(String protocol) {
            return true;
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.empty();
        }

        @Override
        public MeasuredServer start(String protocol, Cores cores) {
            throw new UnsupportedOperationException("it is not measured");
        }

        @Override
        public Target target(String protocol) {
            return target;
        }
    }

    @Test
    void soManyAreCountedAsWereSaidToBePlayed() throws IOException {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            // Scripts that prove the lack are played beside the sample.
            Target lacking = Targets.address(nobody, "queue", Map.of(Capability.CONCURRENT_CLIENTS, "by design"));
            ScriptConformance sample = ScriptConformance.sample();
            ConformanceResult result = sample.check(new OnlyATarget(lacking), "queue");
            assertEquals(Map.of("not run", 50L), result.counts());
            assertTrue(sample.sentence(List.of("queue")).contains(", 50 of "), sample.sentence(List.of("queue")));
        }
    }
}
