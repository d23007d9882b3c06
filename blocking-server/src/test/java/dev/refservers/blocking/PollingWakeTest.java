package dev.refservers.blocking;

import static dev.refservers.blocking.Architectures.LIMITS;
import static dev.refservers.blocking.Architectures.settings;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session is resumed that was woken, because each is in each round. */
@Timeout(60)
class PollingWakeTest {

    private final ToyProtocol toy = new ToyProtocol(LIMITS);
    private final List<Client> clients = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Architectures.named("polling").start(toy, settings(Duration.ofSeconds(5), LIMITS));
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

    private void awaitWaitingClients(int count) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> toy.waitingClients() == count);
    }

    @Test
    void aSessionIsResumedWhenItIsWokenByAnother() throws IOException {
        Client a = connect();
        Client b = connect();
        Client c = connect();
        for (int i = 0; i < 200; i++) {
            a.send("await a" + i + "\nsay served\n");
            b.send("await b" + i + "\n");
            awaitWaitingClients(2);
            c.send("call a" + i + "\ncall b" + i + "\n");
            assertEquals("a" + i, a.line());
            assertEquals("served", a.line());
            assertEquals("b" + i, b.line());
            assertEquals("called", c.line());
            assertEquals("called", c.line());
        }
    }

    /** The wake comes while the woken client's thread reads, takes a turn, and goes back to read: at any moment. */
    @Test
    void noWakeIsLostWhenInputComesAtTheSameTime() throws IOException {
        Client waiting = connect();
        Client calling = connect();
        for (int i = 0; i < 2_000; i++) {
            waiting.send("await " + i + "\n");
            String answer = "nobody";
            while (answer.equals("nobody")) {
                answer = calling.send("call " + i + "\n").line();
                waiting.send("say x\n");
            }
            String name = "" + i;
            assertEquals(name, waiting.line());
            waiting.send("say end\n");
            for (String line = waiting.line(); !line.equals("end"); line = waiting.line()) {
                assertEquals("x", line);
            }
        }
    }

    @Test
    void wokenClientsThatReadNothingHoldUpNobody() throws IOException {
        int slow = 10;
        for (int i = 0; i < slow; i++) {
            connect().send("await slow" + i + "\nowe 50000000\n");
        }
        Client quick = connect().send("await quick\n");
        awaitWaitingClients(slow + 1);
        Client calling = connect();
        for (int i = 0; i < slow; i++) {
            assertEquals("called", calling.send("call slow" + i + "\n").line());
        }
        assertEquals("called", calling.send("call quick\n").line());
        assertEquals("quick", quick.line());
        assertEquals("awake", quick.send("sleep 10\n").line());
    }

    @Test
    void aDeadlineThatBeginsWithAWakeIsKept() throws IOException {
        Client waiting = connect().send("await me\nsleep 50\nsay up\n");
        awaitWaitingClients(1);
        assertEquals("called", connect().send("call me\n").line());
        assertEquals("me", waiting.line());
        assertEquals("awake", waiting.line());
        assertEquals("up", waiting.line());
    }

    @Test
    void aSessionThatHasEnoughInputIsReadAgainWhenItIsWoken() throws Exception {
        int lines = 50_000;
        Client waiting = connect().send("await me\n");
        FutureTask<Client> sending = new FutureTask<>(() -> waiting.send("say x\n".repeat(lines) + "say end\n"));
        Thread.ofPlatform().start(sending);
        awaitWaitingClients(1);
        assertEquals("called", connect().send("call me\n").line());
        assertEquals("me", waiting.line());
        waiting.skip(2L * lines);
        assertEquals("end", waiting.line());
        sending.get();
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() throws IOException {
        Client waiting = connect().send("await me\n");
        awaitWaitingClients(1);
        waiting.reset();
        awaitWaitingClients(0);
        assertEquals("nobody", connect().send("call me\n").line());
    }
}
