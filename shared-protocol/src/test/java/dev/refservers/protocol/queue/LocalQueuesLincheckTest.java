package dev.refservers.protocol.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The queues as threads see them, in orders that Lincheck comes up with: each is that of one thing after the other, as
 * long as there is a lock.
 */
final class LocalQueuesLincheckTest {

    private static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 20);
    private static final int RUNS_OF_EACH = Integer.getInteger("lincheck.runs", 500);

    @Test
    void queuesAreLinearizable() {
        stress(SCENARIOS).check(Locked.class);
    }

    @Test
    void queuesWithoutTheirLockAreFoundOut() {
        Throwable found = assertThrows(LincheckAssertionError.class, () -> stress(100).check(Unlocked.class));
        assertTrue(String.valueOf(found.getMessage()).contains("push"), found.getMessage());
    }

    @Test
    void transactionsThatAreNoneAreFoundOut() {
        Throwable found = assertThrows(LincheckAssertionError.class, () -> stress(100).check(OneCommandAtATime.class));
        assertTrue(String.valueOf(found.getMessage()).contains("AtOnce"), found.getMessage());
    }

    private static StressOptions stress(int scenarios) {
        return new StressOptions().iterations(scenarios).invocationsPerIteration(RUNS_OF_EACH).threads(3)
                .actorsPerThread(3).actorsBefore(2).actorsAfter(2).minimizeFailedScenario(false)
                .sequentialSpecification(OneAfterTheOther.class);
    }

    /** What Lincheck compares with. */
    public static final class OneAfterTheOther {
        private final Deque<Integer> elements = new ArrayDeque<>();

        public long pushRight(int element) {
            elements.addLast(element);
            return elements.size();
        }

        public long pushLeft(int element) {
            elements.addFirst(element);
            return elements.size();
        }

        public @Nullable String popLeft() {
            return text(elements.pollFirst());
        }

        public @Nullable String popRight() {
            return text(elements.pollLast());
        }

        /** A wait that is given up as soon as it has begun is a pop. */
        public @Nullable String waitAndGiveUp() {
            return popLeft();
        }

        public long length() {
            return elements.size();
        }

        public String pushAndPopAtOnce(int element) {
            long length = pushRight(element);
            return length + " " + popLeft();
        }

        public long pushLengthUnlessChanged() {
            return pushRight(elements.size());
        }

        private static @Nullable String text(@Nullable Integer element) {
            return element == null ? null : element.toString();
        }
    }

    /** The queues as they are. Called by Lincheck, in many threads. */
    public static final class Locked {
        private final LocalQueues queues = new LocalQueues(Limits.DEFAULT,
                () -> new Status("test", 1, 0, 0, 0, 0, 0, 1, 0));

        @Operation
        public long pushRight(@Param(gen = IntGen.class, conf = "1:9") int element) {
            return queues.push(request("RPUSH", "k", Integer.toString(element)), 1, 2, End.RIGHT);
        }

        @Operation
        public long pushLeft(@Param(gen = IntGen.class, conf = "1:9") int element) {
            return queues.push(request("LPUSH", "k", Integer.toString(element)), 1, 2, End.LEFT);
        }

        @Operation
        public @Nullable String popLeft() {
            return text(queues.pop(request("LPOP", "k"), 1, End.LEFT));
        }

        @Operation
        public @Nullable String popRight() {
            return text(queues.pop(request("RPOP", "k"), 1, End.RIGHT));
        }

        /** Whoever pushes in between serves it, and then it cannot be given up any more. */
        @Operation
        public @Nullable String waitAndGiveUp() {
            LocalClient client = new LocalClient(queues, 0, () -> {}, 0);
            Waiter waiter = Waiter.pop(client, End.LEFT, 1);
            boolean served = queues.takeOrWait(waiter, request("BLPOP", "k", "0"), 1, 1, true)
                    || queues.giveUp(waiter, Waiter.State.GIVEN_UP) == Waiter.State.SERVED;
            return served ? text(waiter.elements[0]) : null;
        }

        @Operation
        public long length() {
            return queues.length(request("LLEN", "k"), 1);
        }

        @Operation
        public String pushAndPopAtOnce(@Param(gen = IntGen.class, conf = "1:9") int element) {
            AtomicReference<String> reply = new AtomicReference<>("");
            queues.atOnce(() -> reply.set(pushRight(element) + " " + popLeft()));
            return reply.get();
        }

        /** Again and again, until nobody has changed the queue between the look at it and the push. */
        @Operation
        public long pushLengthUnlessChanged() {
            Watch watch = new Watch();
            AtomicLong pushed = new AtomicLong();
            while (pushed.get() == 0) {
                queues.watch(watch, request("WATCH", "k"));
                int length = (int) length();
                queues.atOnce(() -> {
                    boolean changed = queues.changed(watch);
                    queues.unwatch(watch);
                    if (!changed) {
                        pushed.set(pushRight(length));
                    }
                });
            }
            return pushed.get();
        }
    }

    /** Transactions whose commands are carried out one by one: wrong on purpose. */
    public static final class OneCommandAtATime {
        private final Locked queues = new Locked();

        @Operation
        public String pushAndPopAtOnce(@Param(gen = IntGen.class, conf = "1:9") int element) {
            return queues.pushRight(element) + " " + queues.popLeft();
        }

        @Operation
        public long length() {
            return queues.length();
        }
    }

    /** The same without a lock: wrong on purpose. */
    public static final class Unlocked {
        private final QueueStore store = new QueueStore(new BufferedBytes(0));

        @Operation
        public long pushRight(@Param(gen = IntGen.class, conf = "1:9") int element) {
            Request request = request("RPUSH", "k", Integer.toString(element));
            QueueStore.Queue queue = store.findOrAdd(request, 1);
            store.add(queue, request.bytes(2), End.RIGHT);
            return queue.size();
        }

        @Operation
        public @Nullable String popLeft() {
            QueueStore.Queue queue = store.existing(request("LPOP", "k"), 1);
            return queue == null ? null : text(store.take(queue, End.LEFT));
        }

        @Operation
        public long length() {
            QueueStore.Queue queue = store.existing(request("LLEN", "k"), 1);
            return queue == null ? 0 : queue.size();
        }
    }

    private static Request request(String... words) {
        Request request = new Request();
        request.begin();
        StringBuilder all = new StringBuilder();
        for (String word : words) {
            request.add(all.length(), word.length());
            all.append(word);
        }
        request.locate(ByteBuffer.wrap(all.toString().getBytes(US_ASCII)), 0);
        return request;
    }

    private static @Nullable String text(byte @Nullable [] element) {
        return element == null ? null : new String(element, US_ASCII);
    }
}
