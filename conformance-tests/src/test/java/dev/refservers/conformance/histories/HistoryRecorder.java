package dev.refservers.conformance.histories;

import dev.refservers.conformance.PlainClient;
import dev.refservers.conformance.histories.Operation.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes down what its clients do at one server. Used by many threads, each client by one at a time. */
final class HistoryRecorder {

    private static final Pattern WAITING = Pattern.compile("\r\nblocked_clients:(\\d+)\r\n");

    private final InetSocketAddress server;
    private final AtomicInteger clients = new AtomicInteger();
    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();

    HistoryRecorder(InetSocketAddress server) {
        this.server = server;
    }

    Client connect() throws IOException {
        return new Client();
    }

    /** What was written down since it was asked last. Nobody may be in the midst of an operation. */
    List<Operation> take() {
        List<Operation> history = new ArrayList<>(operations);
        operations.clear();
        return history;
    }

    /** One client; after a reset it is another one. */
    final class Client implements AutoCloseable {
        private PlainClient connection = new PlainClient(server);
        private int number = clients.incrementAndGet();

        private Client() throws IOException {}

        /** Asks, and waits for the answer; returns it as results are written. */
        String ask(Kind kind, List<String> keys, List<String> arguments) throws IOException {
            Operation answered = askUnrecorded(kind, keys, arguments);
            operations.add(answered);
            return Operation.text(answered.result());
        }

        /** What merely looks need not be recorded: the history is another one then, but none that is wrong. */
        private Operation askUnrecorded(Kind kind, List<String> keys, List<String> arguments) throws IOException {
            long called = System.nanoTime();
            Object reply = connection.askAll(Operation.requests(kind, keys, arguments));
            long returned = System.nanoTime();
            String result = kind == Kind.WAITING ? waiting(Operation.text(reply)) : Operation.text(reply);
            return new Operation(number, called, returned, kind, keys, arguments, result);
        }

        /** Asks, and reads no answer: {@link #reset} must follow. */
        void askOnly(Kind kind, List<String> keys, List<String> arguments) throws IOException {
            operations.add(new Operation(number, System.nanoTime(), Operation.PENDING, kind, keys, arguments, null));
            connection.sendAll(Operation.requests(kind, keys, arguments));
        }

        /** Resets the connection, whatever has become of what was asked by then, and comes back as another client. */
        void reset() throws IOException {
            connection.reset();
            connection = new PlainClient(server);
            number = clients.incrementAndGet();
        }

        /** Asks until so many clients wait, and writes only the last answer down; false if it does not come to that. */
        boolean awaitWaiting(int count, long limitNanos) throws IOException {
            long end = System.nanoTime() + limitNanos;
            while (true) {
                Operation seen = askUnrecorded(Kind.WAITING, List.of(), List.of());
                if (Integer.toString(count).equals(seen.result())) {
                    operations.add(seen);
                    return true;
                }
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                LockSupport.parkNanos(200_000);
            }
        }

        private static String waiting(String info) throws IOException {
            Matcher matcher = WAITING.matcher(info);
            if (!matcher.find()) {
                throw new IOException("no blocked_clients in " + info);
            }
            return matcher.group(1);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
