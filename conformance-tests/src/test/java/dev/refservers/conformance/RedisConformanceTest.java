package dev.refservers.conformance;

import dev.refservers.conformance.junit.ConformanceTests;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;

/** The real redis-server passes every script that is not about limits of our own: so the scripts are checked, too. */
final class RedisConformanceTest extends ConformanceTests {

    @Override
    protected Target target() {
        return Targets.redis();
    }
}
