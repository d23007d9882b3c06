package dev.refservers.conformance;

import dev.refservers.conformance.junit.ScriptTests;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.targets.Targets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every architecture on the class path passes every script that applies to it, each server in its own process. */
final class ArchitecturesConformanceTest {

    /** Only what fails takes longer by this; what passes must not fail because the machine was slow for a moment. */
    private static final double TIME_LIMIT_SCALE = 3;

    @TestFactory
    Stream<DynamicNode> architectures() {
        Suite suite = Suite.bundled();
        return Targets.architectures().stream().map(target -> DynamicContainer.dynamicContainer(target.name(),
                ScriptTests.of(suite, target, RunOptions.DEFAULT.withTimeoutScale(TIME_LIMIT_SCALE))));
    }
}
