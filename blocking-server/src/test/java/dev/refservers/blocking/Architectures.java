package dev.refservers.blocking;

import dev.refservers.protocol.Limits;
import dev.refservers.server.Architecture;
import dev.refservers.server.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ServiceLoader;

/** What the tests start. */
final class Architectures {

    static final Limits LIMITS = limits(100, 0);

    private Architectures() {}

    /** The architecture of this name, found as a process finds it. */
    static Architecture named(String name) {
        return ServiceLoader.load(Architecture.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(name))
                .findFirst().orElseThrow();
    }

    static Limits limits(int maxConnections, long idleTimeoutNanos) {
        return new Limits(maxConnections, 1 << 20, 1 << 10, 64 << 10, 64 << 10, 1 << 20, 1 << 20, idleTimeoutNanos,
                200_000_000);
    }

    /** Any port of loopback. */
    static Settings settings(Duration gracePeriod, Limits limits) {
        return new Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100, gracePeriod, limits);
    }
}
