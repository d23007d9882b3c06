package dev.refservers.protocol.queue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that has clients fill one server after the other, and prints for each what the server counts and what it takes
 * on the heap: {@code case counted taken}. In a JVM of its own, whose heap nobody else uses.
 */
final class HeldHeap {

    private static final Status STATUS = new Status("test", 1, 0, 0, 0, 0, 0, 1, 0);
    private static final int PIECE_BYTES = 64 << 10;

    private final LocalQueues queues = new LocalQueues(Limits.DEFAULT, () -> STATUS);
    private final Protocol protocol = new QueueProtocol(Limits.DEFAULT, new Statistics(), queues);
    private final List<Session> clients = new ArrayList<>();

    private HeldHeap() {}

    /** What a case does to a server. */
    private interface Filling {
        void fill(HeldHeap server);
    }

    static void main() {
        measure("warm-up", server -> server.push(100, 10, 10));
        for (int bytes : new int[]{0, 1, 10, 100, 10_000}) {
            int elements = Math.min(100_000, 10_000_000 / (bytes + 40));
            measure("elements-of-" + bytes, server -> server.push(1, elements, bytes));
            measure("half-popped-of-" + bytes, server -> {
                server.push(1, elements, bytes);
                server.ask("LPOP", "key000000", Integer.toString(elements / 2)).take();
            });
            measure("queues-of-" + bytes, server -> server.push(Math.min(30_000, elements), 1, bytes));
            measure("keys-of-" + bytes, server -> {
                Client client = server.client();
                for (int i = 0; i < Math.min(30_000, elements); i++) {
                    client.ask("RPUSH", "%06d".formatted(i) + "k".repeat(bytes), "x").take();
                }
            });
        }
        measure("queues-of-nine", server -> server.push(20_000, 9, 3));
        measure("keys-of-one-hash", HeldHeap::pushToKeysOfOneHash);
        measure("queues-that-had-waiters", HeldHeap::pushWhereSomebodyWaited);
        measure("waits", server -> server.waitFor(38, 2_000, 10));
        measure("waits-of-many", server -> server.waitFor(2_000, 20, 10));
        measure("waits-for-long-keys", server -> server.waitFor(10, 200, 5_000));
        measure("moves-that-wait", server -> {
            for (int i = 0; i < 50; i++) {
                server.ask("BLMOVE", "s", "t".repeat(200_000) + i, "LEFT", "LEFT", "0");
            }
        });
        measure("ranges-unread", server -> {
            server.push(1, 20_000, 100);
            for (int i = 0; i < 5; i++) {
                server.ask("LRANGE", "key000000", "0", "-1");
            }
            server.ask("DEL", "key000000").take();
        });
        measure("pops-unread", server -> {
            for (int i = 0; i < 5; i++) {
                server.push(1, 20_000, 100);
                server.ask("LPOP", "key000000", "20000");
            }
        });
        measure("pops-served-to-the-deaf", HeldHeap::serveTheDeaf);
        measure("large-replies-unread", server -> {
            for (int i = 0; i < 20; i++) {
                server.ask("ECHO", "x".repeat(300_000));
            }
        });
        measure("names", server -> {
            for (int i = 0; i < 10; i++) {
                server.ask("CLIENT", "SETNAME", "n".repeat(100_000)).take();
                server.last().ask("HELLO", "3", "SETNAME", "n".repeat(150_000)).take();
                server.last().ask("CLIENT", "SETINFO", "LIB-NAME", "n".repeat(100_000)).take();
            }
        });
        measure("half-requests", server -> {
            for (int i = 0; i < 20; i++) {
                server.client().say("*3\r\n$5\r\nRPUSH\r\n$1\r\nk\r\n$1000000\r\n" + "x".repeat(500_000));
            }
        });
        measure("arguments-announced", server -> {
            for (int i = 0; i < 10; i++) {
                server.client().say("*1000000\r\n" + "$0\r\n\r\n".repeat(100_000));
            }
        });
    }

    private static void measure(String name, Filling filling) {
        long before = usedBytes();
        HeldHeap server = new HeldHeap();
        filling.fill(server);
        server.clients.forEach(Session::finished);
        long taken = usedBytes() - before;
        long counted = server.queues.census().heldBytes() + server.queues.buffered().held();
        PrintStream out = System.out;
        out.println(name + " " + counted + " " + taken);
        server.clients.forEach(Session::close);
        server.protocol.open(() -> {}, 0).close();
        if (server.queues.buffered().held() != 0) {
            throw new IllegalStateException(
                    name + ": without clients " + server.queues.buffered().held() + " are counted");
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** One client of the server that is being filled. */
    private final class Client {
        private final Session session = protocol.open(() -> {}, 0);

        Client() {
            clients.add(session);
        }

        Client ask(String... words) {
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
            }
            return say(request.toString());
        }

        Client say(String request) {
            byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
                session.receive(ByteBuffer.wrap(bytes, at, Math.min(PIECE_BYTES, bytes.length - at)), 0);
                session.finished();
            }
            return this;
        }

        /** Takes all that is owed, and leaves the connection open, but is no client of the case any more. */
        void take() {
            session.resume(0);
            while (session.wantsOutput()) {
                ByteBuffer output = session.output();
                if (output.hasRemaining() && output.get(output.position()) == '-') {
                    throw new IllegalStateException(StandardCharsets.ISO_8859_1.decode(output).toString());
                }
                output.position(output.limit());
                session.resume(0);
            }
            session.finished();
        }
    }

    private Client client() {
        return new Client();
    }

    private Client last = new Client();

    private Client last() {
        return last;
    }

    private Client ask(String... words) {
        last = new Client();
        return last.ask(words);
    }

    private void push(int keys, int elements, int bytes) {
        Client client = client();
        String element = "x".repeat(bytes);
        for (int k = 0; k < keys; k++) {
            for (int i = 0; i < elements; i++) {
                client.ask("RPUSH", "key%06d".formatted(k), element).take();
            }
        }
    }

    /** The hash is that of a text; Aa and BB have the same. */
    private void pushToKeysOfOneHash() {
        Client client = client();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            client.ask("RPUSH", key.toString(), "x").take();
        }
    }

    private void pushWhereSomebodyWaited() {
        Client waiter = client();
        Client pusher = client();
        for (int i = 0; i < 20_000; i++) {
            waiter.ask("BLPOP", "key" + i, "0");
            pusher.ask("RPUSH", "key" + i, "x").take();
            waiter.take();
            pusher.ask("RPUSH", "key" + i, "x").take();
        }
    }

    private void waitFor(int number, int keys, int keyBytes) {
        String[] words = new String[keys + 2];
        words[0] = "BLPOP";
        words[keys + 1] = "0";
        for (int i = 1; i <= keys; i++) {
            words[i] = "%06d".formatted(i) + "k".repeat(keyBytes);
        }
        for (int i = 0; i < number; i++) {
            ask(words);
        }
    }

    /** A client that has not read what it is owed waits, and is given much. */
    private void serveTheDeaf() {
        for (int i = 0; i < 5; i++) {
            Client deaf = client();
            deaf.ask("ECHO", "x".repeat(60_000)).ask("BLMPOP", "0", "1", "k", "LEFT", "COUNT", "100000");
            String[] words = new String[20_002];
            words[0] = "RPUSH";
            words[1] = "k";
            for (int w = 2; w < words.length; w++) {
                words[w] = "x".repeat(100);
            }
            client().ask(words).take();
        }
    }
}
