package dev.refservers.threaded;

import static dev.refservers.threaded.Architectures.limits;
import static dev.refservers.threaded.Architectures.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.protocol.Limits;
import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients at once, where each has a thread. */
@Timeout(60)
class ManyClientsTest {

    @ParameterizedTest
    @ValueSource(strings = {"threaded", "virtual"})
    void aThousandClientsAreServedAtOnce(String architecture) throws IOException {
        Limits limits = limits(1000, 0);
        List<Client> clients = new ArrayList<>();
        try (Server server = Architectures.named(architecture).start(new ToyProtocol(limits),
                settings(Duration.ofSeconds(5), limits))) {
            for (int i = 0; i < 1000; i++) {
                clients.add(new Client(server.address()).send("say " + i + "\n"));
            }
            for (int i = 0; i < 1000; i++) {
                assertEquals("" + i, clients.get(i).line());
            }
            for (Client client : clients) {
                client.close();
            }
        }
    }
}
