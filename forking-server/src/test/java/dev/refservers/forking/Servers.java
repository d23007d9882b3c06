package dev.refservers.forking;

import dev.refservers.linux.Linux;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.server.ProtocolProvider;
import dev.refservers.server.Server;
import dev.refservers.server.ServerStatus;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assumptions;

/** What the tests of both architectures start, and ask about it. */
final class Servers {

    private Servers() {}

    static void assumeLinux() {
        Assumptions.assumeTrue(Linux.unavailable().isEmpty(), () -> "it needs Linux: " + Linux.unavailable().get());
    }

    static Client connect(Server server) throws IOException {
        return new Client(server.address());
    }

    static Protocol protocol(String name, Settings settings) {
        Statistics statistics = new Statistics();
        return ServiceLoader.load(ProtocolProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name)).findFirst().orElseThrow()
                .create(settings.limits(), statistics, new ServerStatus("test", statistics));
    }

    static Settings settings(Limits limits, Duration gracePeriod) {
        return new Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024, gracePeriod, limits);
    }

    static Limits limits(int maxConnections, long idleTimeoutNanos) {
        Limits all = Limits.DEFAULT;
        return new Limits(maxConnections, all.maxBulkBytes(), all.maxArguments(), all.maxInlineBytes(),
                all.outputHighWaterBytes(), all.maxWaitingInputBytes(), all.maxQueuedBytes(), idleTimeoutNanos,
                all.lingerNanos());
    }

    /** The child processes of this one, those that nobody has reaped among them. */
    static List<ProcessHandle> workers() {
        return ProcessHandle.current().children().toList();
    }
}
