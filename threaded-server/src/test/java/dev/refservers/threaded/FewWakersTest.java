package dev.refservers.threaded;

import static dev.refservers.threaded.Architectures.limits;
import static dev.refservers.threaded.Architectures.settings;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.server.Server;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many clients to resume at once take few threads: the price of one grows with the number that there are, so that a thread
 * for each would take quadratic time.
 */
@Timeout(60)
class FewWakersTest {

    private static final int CLIENTS = 400;

    /** One, and one more whenever all others happen to be writing: hardly more than there are processors. */
    private static final int MOST_WAKERS = 40;

    private final AtomicInteger wakers = new AtomicInteger();
    private final List<Client> clients = new ArrayList<>();
    private ToyProtocol toy = new ToyProtocol(limits(CLIENTS, 0));

    private Server start(int maxConnections, Function<ThreadFactory, ExecutorService> executor) throws IOException {
        toy = new ToyProtocol(limits(maxConnections, 0));
        return RunningServer.start("threaded", toy, settings(Duration.ofSeconds(5), limits(maxConnections, 0)),
                prefix -> task -> {
                    if (prefix.contains("waker")) {
                        wakers.incrementAndGet();
                    }
                    return new Thread(task, prefix);
                }, executor);
    }

    private Server start(int maxConnections) throws IOException {
        return start(maxConnections, Executors::newThreadPerTaskExecutor);
    }

    private void connect(Server server) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(server.address()));
        }
    }

    private void assertFewWakers() {
        assertTrue(wakers.get() < MOST_WAKERS, wakers + " wakers were started for " + CLIENTS + " clients");
    }

    @AfterEach
    void leave() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void whenTheServerEnds() throws IOException {
        Server server = start(CLIENTS);
        connect(server);
        await().until(() -> toy.open.get() == CLIENTS);
        server.close();
        for (Client client : clients) {
            assertEquals("", client.rest());
        }
        assertFewWakers();
    }

    @Test
    void whenManyAreWoken() throws IOException {
        try (Server server = start(CLIENTS + 1)) {
            connect(server);
            for (int i = 0; i < CLIENTS; i++) {
                clients.get(i).send("await " + i + "\n");
            }
            await().until(() -> toy.waitingClients() == CLIENTS);
            StringBuilder calls = new StringBuilder();
            for (int i = 0; i < CLIENTS; i++) {
                calls.append("call ").append(i).append('\n');
            }
            clients.add(new Client(server.address()).send(calls.toString()));
            for (int i = 0; i < CLIENTS; i++) {
                assertEquals("" + i, clients.get(i).line());
            }
            assertFewWakers();
        }
    }

    @Test
    void whenManyDeadlinesComeAtOnce() throws IOException {
        try (Server server = start(CLIENTS)) {
            connect(server);
            long end = System.nanoTime() + 500_000_000;
            for (Client client : clients) {
                client.send("sleep " + (end - System.nanoTime()) / 1_000_000 + "\n");
            }
            for (Client client : clients) {
                assertEquals("awake", client.line());
            }
            assertFewWakers();
        }
    }

    @Test
    void whenManyAreRefusedWithoutAThread() throws IOException {
        try (Server server = start(1, factory -> Executors.newFixedThreadPool(1, factory))) {
            clients.add(new Client(server.address()).send("say here\n"));
            assertEquals("here", clients.getFirst().line());
            connect(server);
            for (Client client : clients.subList(1, clients.size())) {
                assertEquals(ToyProtocol.FULL, client.rest());
            }
            assertFewWakers();
        }
    }
}
