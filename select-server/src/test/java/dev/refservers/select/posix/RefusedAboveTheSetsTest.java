package dev.refservers.select.posix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.linux.FdSet;
import dev.refservers.protocol.Limits;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.ByteToyProtocol;
import dev.refservers.testing.Client;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are refused and stay: none waits for another to leave, not even where none more can be watched. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class RefusedAboveTheSetsTest {

    /** Of each of them, both ends are in this process: more than select(2) can watch. */
    private static final int REFUSED = 800;

    /** As long as a client of these tests reads, and longer: who waits for that fails. */
    private static final long LINGER_NANOS = 60_000_000_000L;

    @ParameterizedTest
    @ValueSource(strings = {"select2", "poll2"})
    void areAllToldAtOnce(String name) throws Exception {
        assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean it
                        && it.getMaxFileDescriptorCount() > FdSet.FD_SETSIZE + 2 * REFUSED,
                "needs more descriptors");
        Limits limits = new Limits(1, 1 << 20, 1024, 64 << 10, 64 << 10, 1 << 20, 1 << 20, 0, LINGER_NANOS);
        ByteToyProtocol toy = new ByteToyProtocol(limits);
        Architecture architecture = name.equals("select2") ? new Select2Architecture() : new Poll2Architecture();
        List<Client> refused = new ArrayList<>();
        try (Server server = architecture.start(toy, new Settings(new InetSocketAddress(InetAddress
                .getLoopbackAddress(), 0), 1024, Duration.ofSeconds(5), limits));
                Client served = new Client(server.address())) {
            served.send(".");
            assertEquals(".", served.receive(1));
            try {
                for (int i = 0; i < REFUSED; i++) {
                    refused.add(new Client(server.address()).send("unread"));
                }
                for (Client client : refused) {
                    assertEquals("full", client.rest());
                    client.send("-".repeat(1_000));
                }
                served.send(".");
                assertEquals(".", served.receive(1));
            } finally {
                for (Client client : refused) {
                    client.close();
                }
            }
            await().until(() -> toy.open.get() == 1);
        }
        assertEquals(0, toy.open.get());
    }
}
