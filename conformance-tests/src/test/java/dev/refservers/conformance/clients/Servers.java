package dev.refservers.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.Quick;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** A server of each architecture, whose clients take turns. */
final class Servers {

    /** How many connections a client may have open, where each costs a process, and elsewhere. */
    private static final int COSTLY_CONNECTIONS = 5;
    private static final int CONNECTIONS = 50;

    /** What a client does with a server. */
    interface Use {
        void of(Target target, RunningServer server) throws Exception;
    }

    private final Target target;
    private final String protocol;
    private @Nullable RunningServer running;

    private Servers(Target target, String protocol) {
        this.target = target;
        this.protocol = protocol;
    }

    /** For each architecture a server of this protocol, and a test for each of these clients, in their order. */
    static Stream<DynamicContainer> each(String protocol, Map<String, Use> clients) {
        return Quick.architectures().stream().map(target -> {
            Servers server = new Servers(target, protocol);
            return DynamicContainer.dynamicContainer(target.name(), Stream.concat(
                    clients.entrySet().stream().map(client -> DynamicTest.dynamicTest(client.getKey(),
                            () -> client.getValue().of(target, server.started()))),
                    Stream.of(DynamicTest.dynamicTest("The server ends as it must.", server::stop))));
        });
    }

    /**
     * How many connections a client may have open at once: a server of one client at a time serves one, and the others
     * would wait for it.
     */
    static int connections(Target target) {
        if (target.lacks().containsKey(Capability.CONCURRENT_CLIENTS)) {
            return 1;
        }
        return areCostly(target) ? COSTLY_CONNECTIONS : CONNECTIONS;
    }

    /** Whether a connection may cost as much as a process. */
    static boolean areCostly(Target target) {
        return target.lacks().containsKey(Capability.MANY_CONNECTIONS);
    }

    static String port(RunningServer server) {
        return String.valueOf(server.address().getPort());
    }

    private RunningServer started() throws IOException {
        assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
        RunningServer server = running;
        if (server == null) {
            server = target.start(protocol, Map.of());
            running = server;
        }
        return server;
    }

    private void stop() {
        RunningServer server = running;
        assumeTrue(server != null, "it was not started");
        assertEquals(List.of(), server == null ? List.of() : server.stop());
    }
}
