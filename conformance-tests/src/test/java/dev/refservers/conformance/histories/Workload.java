package dev.refservers.conformance.histories;

import dev.refservers.conformance.histories.HistoryRecorder.Client;
import dev.refservers.conformance.histories.Operation.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of one server that make histories, each on two keys of its own. What they ask for depends on the seed only; when
 * it happens does not.
 *
 * <p>
 * In every other history some clients wait from the start, in an order that is known, since the next one begins when the
 * server counts the one before. One of them may be reset while it waits. Then all do whatever the dice say, and are reset
 * now and then in the midst of it. At the end both queues are emptied, so that what is lost is seen to be.
 */
final class Workload implements AutoCloseable {

    private static final int MOST_IN_LINE = 3;
    private static final int RESETS_PERCENT = 4;
    private static final int MOST_NANOS_UNTIL_RESET = 1_000_000;
    private static final int RELIEF_MILLIS = 30;

    /** Within this the server must have counted who waits, and who was reset. */
    private static final long NOTICE_LIMIT_NANOS = 30_000_000_000L;

    private static final List<String> FOR_EVER = List.of("0");
    private static final List<String> SHORTLY = List.of("0.01");

    private static final List<Kind> DICE = dice();

    private final HistoryRecorder recorder;
    private final long seed;
    private final int operations;
    private final Client observer;
    private final List<Client> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Workload(InetSocketAddress server, long seed, int clients, int operations) throws IOException {
        this.recorder = new HistoryRecorder(server);
        this.seed = seed;
        this.operations = operations;
        this.observer = recorder.connect();
        for (int i = 0; i < clients; i++) {
            this.clients.add(recorder.connect());
        }
    }

    private static List<Kind> dice() {
        List<Kind> dice = new ArrayList<>();
        dice.addAll(Collections.nCopies(26, Kind.RPUSH));
        dice.addAll(Collections.nCopies(10, Kind.LPUSH));
        dice.addAll(Collections.nCopies(14, Kind.LPOP));
        dice.addAll(Collections.nCopies(10, Kind.RPOP));
        dice.addAll(Collections.nCopies(8, Kind.LLEN));
        dice.addAll(Collections.nCopies(6, Kind.LRANGE));
        dice.addAll(Collections.nCopies(6, Kind.LMOVE));
        dice.addAll(Collections.nCopies(10, Kind.EXEC));
        dice.addAll(Collections.nCopies(11, Kind.BLPOP));
        dice.addAll(Collections.nCopies(5, Kind.BRPOP));
        dice.addAll(Collections.nCopies(4, Kind.BLMOVE));
        return List.copyOf(dice);
    }

    /** Makes one history; no two may have the same number. */
    List<Operation> play(int number) throws Exception {
        List<String> keys = List.of("h" + number + "a", "h" + number + "b");
        Random random = new Random(seed * 1_000_003 + number);
        awaitWaiting(0);
        recorder.take();
        int inLine = number % 2 == 0 ? 1 + random.nextInt(Math.min(MOST_IN_LINE, clients.size() - 1)) : 0;
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < inLine; i++) {
            Client client = clients.get(i);
            Kind kind = List.of(Kind.BLPOP, Kind.BLPOP, Kind.BRPOP, Kind.BLMOVE).get(random.nextInt(4));
            List<String> its = keys(kind, keys, random);
            int dice = i;
            running.add(threads.submit(() -> {
                client.ask(kind, its, FOR_EVER);
                rollDice(dice, number, keys);
                return null;
            }));
            awaitWaiting(i + 1);
            if (random.nextInt(3) == 0) {
                Client leaving = clients.getLast();
                leaving.askOnly(Kind.BLPOP, keys(Kind.BLPOP, keys, random), FOR_EVER);
                awaitWaiting(i + 2);
                leaving.reset();
                awaitWaiting(i + 1);
            }
        }
        for (int i = inLine; i < clients.size(); i++) {
            int dice = i;
            running.add(threads.submit(() -> {
                rollDice(dice, number, keys);
                return null;
            }));
        }
        relieve(running, keys);
        empty(keys);
        return recorder.take();
    }

    private void awaitWaiting(int count) throws IOException {
        if (!observer.awaitWaiting(count, NOTICE_LIMIT_NANOS)) {
            throw new IOException("the server never came to count so many waiting clients: " + count);
        }
    }

    private void rollDice(int index, int number, List<String> keys) throws IOException {
        Random random = new Random((seed * 1_000_003 + number) * 101 + index);
        Client client = clients.get(index);
        for (int i = 0; i < operations; i++) {
            Kind kind = DICE.get(random.nextInt(DICE.size()));
            List<String> its = keys(kind, keys, random);
            List<String> arguments = kind.waits() ? SHORTLY : List.of();
            if (kind.pushes()) {
                String element = "e" + index + "." + i;
                arguments = random.nextInt(3) == 0 ? List.of(element, element + "+") : List.of(element);
            }
            if (random.nextInt(100) < RESETS_PERCENT) {
                client.askOnly(kind, its, arguments);
                LockSupport.parkNanos(random.nextInt(MOST_NANOS_UNTIL_RESET));
                client.reset();
            } else {
                client.ask(kind, its, arguments);
            }
        }
    }

    /** Both keys for a move, and for some of those who can wait for both; else one. */
    private static List<String> keys(Kind kind, List<String> keys, Random random) {
        boolean both = kind.moves() || (kind.waits() && random.nextInt(4) == 0);
        List<String> turned = random.nextInt(3) == 0 ? keys.reversed() : keys;
        return both ? turned : turned.subList(0, 1);
    }

    /** Those who wait for ever are given elements until the last of them has had one. */
    private void relieve(List<Future<?>> running, List<String> keys)
            throws IOException, ExecutionException, InterruptedException {
        int given = 0;
        for (Future<?> each : running) {
            boolean done = false;
            while (!done) {
                try {
                    each.get(RELIEF_MILLIS, TimeUnit.MILLISECONDS);
                    done = true;
                } catch (TimeoutException stillWaiting) {
                    observer.ask(Kind.RPUSH, keys.subList(given % 2, given % 2 + 1), List.of("relief" + given));
                    given++;
                }
            }
        }
    }

    private void empty(List<String> keys) throws IOException {
        boolean found = true;
        while (found) {
            found = false;
            for (String key : keys) {
                while (!observer.ask(Kind.LPOP, List.of(key), List.of()).equals(Operation.NIL)) {
                    found = true;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        observer.close();
        for (Client client : clients) {
            client.close();
        }
    }
}
