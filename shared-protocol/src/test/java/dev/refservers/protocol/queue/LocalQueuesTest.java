package dev.refservers.protocol.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Session;
import dev.refservers.protocol.SessionProbe;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Queues used by many threads at once: every element comes out exactly once, and in its producer's order. */
final class LocalQueuesTest {

    private static final int PRODUCERS = 4;
    private static final int CONSUMERS = 4;
    private static final int ELEMENTS = 20_000;

    private final QueueFixture queues = new QueueFixture();
    private final ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();

    @Test
    void nothingIsLostDoubledOrReorderedBetweenManyThreads() throws Exception {
        List<List<String>> perConsumer = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS + CONSUMERS)) {
            List<Future<List<String>>> consumers = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                consumers.add(threads.submit(this::consume));
            }
            List<Future<?>> producers = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                int producer = i;
                producers.add(threads.submit(() -> produce(producer)));
            }
            for (Future<?> producer : producers) {
                producer.get(60, TimeUnit.SECONDS);
            }
            for (int i = 0; i < CONSUMERS; i++) {
                new Client().ask("RPUSH q end\r\n");
            }
            for (Future<List<String>> consumer : consumers) {
                perConsumer.add(consumer.get(60, TimeUnit.SECONDS));
            }
        }

        assertEquals(PRODUCERS * ELEMENTS, taken.stream().distinct().count(), "lost or doubled");
        assertEquals(PRODUCERS * ELEMENTS, taken.size(), "doubled");
        perConsumer.forEach(LocalQueuesTest::assertInOrderOfProducers);
        assertEquals(":0\r\n", new Client().ask("DBSIZE\r\n"));
    }

    @Test
    void queuesThatComeAndGoLeaveNothingBehind() {
        SessionProbe client = queues.connect();
        for (int i = 0; i < 10_000; i++) {
            client.send("RPUSH q" + i + " x\r\nLPOP q" + i + "\r\n");
        }
        client.received();

        String info = client.send("INFO memory keyspace\r\n").received();
        assertTrue(info.contains("\r\nqueued_bytes:0\r\n"), info);
        assertTrue(info.contains("# Keyspace\r\n\r\n"), info);
    }

    private void produce(int producer) {
        Client client = new Client();
        for (int i = 0; i < ELEMENTS; i++) {
            client.ask("RPUSH q " + producer + ":" + i + "\r\n");
        }
    }

    private List<String> consume() {
        List<String> own = new ArrayList<>();
        Client client = new Client();
        while (true) {
            String reply = client.ask("BLPOP q 0\r\n");
            String element = reply.split("\r\n", -1)[4];
            if (element.equals("end")) {
                return own;
            }
            taken.add(element);
            own.add(element);
        }
    }

    private static void assertInOrderOfProducers(List<String> elements) {
        Map<String, Integer> last = new HashMap<>();
        for (String element : elements) {
            int colon = element.indexOf(':');
            int number = Integer.parseInt(element.substring(colon + 1));
            Integer before = last.put(element.substring(0, colon), number);
            assertTrue(before == null || before < number, () -> element + " came after " + before);
        }
    }

    /** A client with a thread of its own, that sleeps while there is no reply. */
    private final class Client {
        private final Semaphore woken = new Semaphore(0);
        private final Session session = queues.protocol().open(woken::release, 0);

        String ask(String request) {
            session.receive(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)), 0);
            while (!session.wantsOutput()) {
                woken.acquireUninterruptibly();
                session.resume(0);
            }
            ByteBuffer output = session.output();
            String reply = StandardCharsets.US_ASCII.decode(output.duplicate()).toString();
            output.position(output.limit());
            return reply;
        }
    }
}
