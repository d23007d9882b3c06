package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a queue promises, on every architecture that serves several clients: 50 producers, 50 consumers in every manner of
 * consuming, and no element of 200,000 is lost, comes twice, or overtakes another of its producer.
 */
final class QueuePromisesTest {

    private static final int PRODUCERS = 50;
    private static final int CONSUMERS = 50;
    private static final int PER_PRODUCER = 4_000;
    private static final int PER_PUSH = 10;
    private static final int PUSHES_IN_A_ROW = 20;
    private static final int LIMIT_SECONDS = 300;

    /** A consumer leaves after a pop with one chance in so many, and comes back: where that costs a process, seldom. */
    private static final int LEAVES = 200;
    private static final int LEAVES_SELDOM = 5_000;

    @TestFactory
    Stream<DynamicTest> nothingIsLostDoubledOrReordered() {
        return Quick.architectures().stream()
                .filter(target -> !target.lacks().containsKey(Capability.CONCURRENT_CLIENTS))
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> {
                    assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
                    holds(target);
                }));
    }

    private static void holds(Target target) throws Exception {
        RunningServer server = target.start("queue", Map.of());
        try {
            Consumption consumption = new Consumption(server.address(),
                    target.lacks().containsKey(Capability.MANY_CONNECTIONS) ? LEAVES_SELDOM : LEAVES);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < CONSUMERS; i++) {
                    int consumer = i;
                    all.add(threads.submit(() -> {
                        consumption.consume(consumer);
                        return null;
                    }));
                }
                for (int i = 0; i < PRODUCERS; i++) {
                    int producer = i;
                    all.add(threads.submit(() -> {
                        produce(server.address(), producer);
                        return null;
                    }));
                }
                try {
                    for (Future<?> one : all) {
                        one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                    }
                } finally {
                    threads.shutdownNow();
                }
            }
            consumption.assertComplete();
            try (PlainClient client = new PlainClient(server.address())) {
                assertEquals(0L, client.ask("DBSIZE"));
            }
        } finally {
            assertEquals(List.of(), server.stop());
        }
    }

    private static void produce(InetSocketAddress address, int producer) throws IOException {
        try (PlainClient client = new PlainClient(address)) {
            int next = 0;
            while (next < PER_PRODUCER) {
                StringBuilder pushes = new StringBuilder();
                for (int push = 0; push < PUSHES_IN_A_ROW; push++) {
                    String[] words = new String[2 + PER_PUSH];
                    words[0] = "RPUSH";
                    words[1] = "q";
                    for (int i = 0; i < PER_PUSH; i++) {
                        words[2 + i] = producer + ":" + next++;
                    }
                    pushes.append(PlainClient.command(words));
                }
                client.send(pushes.toString());
                for (int push = 0; push < PUSHES_IN_A_ROW; push++) {
                    assertTrue(client.reply() instanceof Long length && length >= PER_PUSH);
                }
            }
        }
    }

    /** What all consumers have taken together. */
    private static final class Consumption {
        private final InetSocketAddress address;
        private final int leaves;
        private final AtomicInteger taken = new AtomicInteger();
        private final BitSet seen = new BitSet(PRODUCERS * PER_PRODUCER);

        Consumption(InetSocketAddress address, int leaves) {
            this.address = address;
            this.leaves = leaves;
        }

        void consume(int consumer) throws IOException {
            Random random = new Random(consumer);
            int[] last = new int[PRODUCERS];
            Arrays.fill(last, -1);
            PlainClient client = new PlainClient(address);
            try {
                while (taken.get() < PRODUCERS * PER_PRODUCER) {
                    List<?> elements = pop(client, consumer);
                    for (Object element : elements) {
                        take(String.valueOf(element), last);
                    }
                    taken.addAndGet(elements.size());
                    if (random.nextInt(leaves) == 0) {
                        client.close();
                        client = new PlainClient(address);
                    }
                }
            } finally {
                client.close();
            }
        }

        /** A third of the consumers waits for one element, a third for several, a third asks again and again. */
        private static List<?> pop(PlainClient client, int consumer) throws IOException {
            return switch (consumer % 3) {
                case 0 ->
                    last(client.ask("BLPOP", "q", "0.2")) instanceof String element ? List.of(element) : List.of();
                case 1 -> last(client.ask("BLMPOP", "0.2", "1", "q", "LEFT", "COUNT", "20")) instanceof List<?> some
                        ? some
                        : List.of();
                default -> {
                    if (client.ask("LPOP", "q", "20") instanceof List<?> some) {
                        yield some;
                    }
                    LockSupport.parkNanos(1_000_000);
                    yield List.of();
                }
            };
        }

        private static @Nullable Object last(@Nullable Object reply) {
            return reply instanceof List<?> list ? list.getLast() : null;
        }

        private void take(String element, int[] last) {
            int colon = element.indexOf(':');
            int producer = Integer.parseInt(element.substring(0, colon));
            int number = Integer.parseInt(element.substring(colon + 1));
            assertTrue(number > last[producer], () -> element + " came after " + last[producer]);
            last[producer] = number;
            synchronized (seen) {
                int index = producer * PER_PRODUCER + number;
                assertTrue(!seen.get(index), () -> element + " came twice");
                seen.set(index);
            }
        }

        void assertComplete() {
            synchronized (seen) {
                assertEquals(PRODUCERS * PER_PRODUCER, seen.cardinality(), "elements that came");
            }
            assertEquals(PRODUCERS * PER_PRODUCER, taken.get());
        }
    }
}
