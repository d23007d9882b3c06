package dev.refservers.select;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.linux.ResourceLimits;
import dev.refservers.protocol.Limits;
import dev.refservers.select.posix.Poll2Architecture;
import dev.refservers.select.posix.Select2Architecture;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** More connections than an fd_set of select(2) has bits. Client and server share a process, and so its descriptors. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ManyConnectionsTest {

    private static final int CLIENTS = 1_200;

    private final ToyProtocol toy = new ToyProtocol(Limits.DEFAULT);
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void needsDescriptors() throws IOException {
        Assumptions.assumeTrue(ResourceLimits.getrlimit(ResourceLimits.RLIMIT_NOFILE) > 3 * CLIENTS,
                "Too few descriptors for this test: raise ulimit -n.");
    }

    @AfterEach
    void leave() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    private Client connect(Server server) throws IOException {
        Client client = new Client(server.address());
        clients.add(client);
        return client;
    }

    private Server start(Architecture architecture) throws IOException {
        return architecture.start(toy, Settings.DEFAULT.withPort(0));
    }

    @Test
    void pollServesThemAll() throws IOException {
        try (Server server = start(new Poll2Architecture())) {
            for (int i = 0; i < CLIENTS; i++) {
                assertEquals("served", connect(server).send("say served\n").line());
            }
            for (Client client : clients) {
                assertEquals("still", client.send("say still\n").line());
            }
        }
        assertEquals(0, toy.open.get());
    }

    @Test
    void selectRefusesThoseThatItCannotWatchAndServesTheOthers() throws IOException {
        try (Server server = start(new Select2Architecture())) {
            while (connect(server).send("say served\n").line().equals("served")) {
                assertTrue(clients.size() < 1_024);
            }
            int served = clients.size() - 1;
            assertTrue(served > 100, served + " were served");
            for (int i = 0; i < 5; i++) {
                assertEquals("full", connect(server).line(), "each is told");
            }
            for (Client client : clients.subList(0, served)) {
                assertEquals("still", client.send("say still\n").line());
            }
            for (Client client : clients.subList(0, 100)) {
                client.halfClose();
            }
            await().ignoreExceptions().until(() -> connect(server).send("say served\n").line().equals("served"));
        }
        assertEquals(0, toy.open.get());
    }
}
