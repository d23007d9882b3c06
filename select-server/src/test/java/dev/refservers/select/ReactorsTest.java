package dev.refservers.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is different with several loops. */
@Timeout(60)
class ReactorsTest {

    private static final int LOOPS = 3;

    private final ToyProtocol toy = new ToyProtocol(Limits.DEFAULT);
    private final List<Client> clients = new ArrayList<>();
    private final Server server;

    ReactorsTest() throws IOException {
        server = new ReactorsArchitecture().start(toy, Settings.DEFAULT.withPort(0).withLoops(LOOPS));
    }

    @AfterEach
    void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        server.close();
        assertEquals(0, toy.open.get(), "every session is closed");
    }

    private Client connect() throws IOException {
        Client client = new Client(server.address());
        clients.add(client);
        return client;
    }

    @Test
    void clientsAreDealtOutEvenlyToTheLoopsThatServe() throws IOException {
        Map<String, Integer> served = new TreeMap<>();
        for (int i = 0; i < 2 * LOOPS; i++) {
            served.merge(connect().send("thread\n").line(), 1, Integer::sum);
        }
        assertEquals(Map.of("reactors-1", 2, "reactors-2", 2, "reactors-3", 2), served);
    }

    @Test
    void aClientWakesOneThatAnotherThreadServes() throws IOException {
        Client waiting = connect();
        Client calling = connect();
        for (int i = 0; i < 2000; i++) {
            waiting.send("await me\n");
            String answer = "nobody";
            while (answer.equals("nobody")) {
                answer = calling.send("call me\n").line();
            }
            assertEquals("called", answer);
            assertEquals("me", waiting.line());
        }
        assertTrue(!waiting.send("thread\n").line().equals(calling.send("thread\n").line()));
    }

    @Test
    void clientsThatComeWhileItIsClosedAreServedOrTurnedAwayButNotForgotten() throws Exception {
        Thread closing = Thread.ofPlatform().unstarted(server::close);
        for (int i = 0; closing.isAlive() || i < 100; i++) {
            if (i == 50) {
                closing.start();
            }
            try (Client client = new Client(server.address())) {
                String answer = client.send("say hello\n").line();
                assertTrue(answer.equals("hello") || i >= 50, "client " + i + " got '" + answer + "'");
            } catch (IOException turnedAway) {
                assertTrue(i >= 50, "client " + i + ": " + turnedAway);
            }
        }
        closing.join();
    }
}
