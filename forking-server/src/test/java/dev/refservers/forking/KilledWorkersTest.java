package dev.refservers.forking;

import static dev.refservers.forking.Servers.connect;
import static dev.refservers.forking.Servers.limits;
import static dev.refservers.forking.Servers.protocol;
import static dev.refservers.forking.Servers.settings;
import static dev.refservers.forking.Servers.workers;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is left of the queues when workers are killed while they push and pop.
 *
 * <p>
 * In flight is what a client has asked for and was not answered. Such a push was carried out or not; such a pop may have
 * taken one element, which is gone with the connection, as it is whenever a connection breaks between a server and its
 * client. All the rest is where it was.
 */
@Timeout(240)
final class KilledWorkersTest {

    private static final int WORKERS = 2;
    private static final int KILLS = 6;
    private static final int PRODUCERS = 3;
    private static final int CONSUMERS = 3;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> popped = new ConcurrentLinkedQueue<>();
    private final AtomicInteger popsInFlight = new AtomicInteger();
    private volatile boolean producing = true;
    private volatile boolean consuming = true;

    @BeforeAll
    static void isAvailable() {
        Servers.assumeLinux();
    }

    @Test
    void nothingIsLostOrDoubledButWhatWasInFlight() throws Exception {
        Settings settings = settings(limits(1000, 0), Duration.ofSeconds(20));
        try (Server server = PreforkServer.start("prefork", protocol("queue", settings), settings, WORKERS,
                WorkerCommand.java())) {
            List<Thread> producers = new ArrayList<>();
            List<Thread> consumers = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                String name = "producer-" + i;
                producers.add(Thread.ofPlatform().name(name).start(() -> produce(server, name)));
            }
            for (int i = 0; i < CONSUMERS; i++) {
                consumers.add(Thread.ofPlatform().name("consumer-" + i).start(() -> consume(server)));
            }
            for (int i = 0; i < KILLS; i++) {
                int before = popped.size();
                await().until(() -> popped.size() > before + 50 && workers().size() == WORKERS);
                ProcessHandle victim = workers().get(i % WORKERS);
                victim.destroyForcibly();
                await().until(() -> !victim.isAlive());
            }
            producing = false;
            for (Thread producer : producers) {
                producer.join();
            }
            awaitEmpty(server);
            consuming = false;
            for (Thread consumer : consumers) {
                consumer.join();
            }
        }
        Set<String> once = ConcurrentHashMap.newKeySet();
        for (String element : popped) {
            assertTrue(once.add(element), element + " was popped twice");
            assertTrue(acknowledged.contains(element) || unknown.contains(element), element + " was never pushed");
        }
        Set<String> lost = ConcurrentHashMap.newKeySet();
        lost.addAll(acknowledged);
        lost.removeAll(once);
        assertTrue(lost.size() <= popsInFlight.get(), lost + " are lost, with " + popsInFlight + " pops in flight");
        assertTrue(acknowledged.size() > 50 * KILLS);
        assertEquals(0, workers().size());
    }

    private void produce(Server server, String name) {
        for (int number = 0; producing;) {
            try (Client client = connect(server)) {
                while (producing) {
                    String element = name + ":" + number++;
                    unknown.add(element);
                    if (client.send("RPUSH q " + element + "\r\n").line().startsWith(":")) {
                        acknowledged.add(element);
                        unknown.remove(element);
                    } else {
                        break;
                    }
                }
            } catch (IOException workerKilled) {
                Thread.onSpinWait();
            }
        }
    }

    private void consume(Server server) {
        while (consuming) {
            try (Client client = connect(server)) {
                while (consuming && pop(client)) {
                    Thread.onSpinWait();
                }
            } catch (IOException workerKilled) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean pop(Client client) throws IOException {
        popsInFlight.incrementAndGet();
        switch (client.send("BLPOP q 0.02\r\n").line().strip()) {
            case "*-1" -> {
                // Nobody pushed anything meanwhile.
            }
            case "*2" -> {
                client.line();
                client.line();
                String header = client.line().strip();
                // A part of an element is none: the connection may end anywhere.
                int length = header.matches("\\$\\d+") ? Integer.parseInt(header.substring(1)) : -1;
                String element = length < 0 ? "" : client.receive(length + 2);
                if (length < 0 || element.length() < length + 2) {
                    return false;
                }
                popped.add(element.strip());
            }
            default -> {
                return false;
            }
        }
        popsInFlight.decrementAndGet();
        return true;
    }

    private static void awaitEmpty(Server server) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Client client = connect(server)) {
                return client.send("LLEN q\r\n").line().strip().equals(":0");
            }
        });
    }
}
