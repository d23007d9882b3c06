package dev.refservers.comparison;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server of known behaviour, to test the generator with: it knows as much of the queue protocol as the scenarios say,
 * and can be late, wrong, silent or rude.
 *
 * <p>
 * Runs in the test's own process, or by {@link #main} in one of its own.
 */
public final class FakeServer implements AutoCloseable {

    /** What is special about it. */
    public enum Manner {
        GOOD, WRONG, SILENT, RUDE, BYTE_BY_BYTE, TALKATIVE, STALLS_ONCE, FULL_AT_SEVENTY, SILENT_AT_SEVENTY
    }

    private static final int MISBEHAVES_AT = 20;
    private static final int CONNECTIONS_MOST = 70;

    private final ServerSocket socket;
    private final Manner manner;
    private final Duration delay;
    private final AtomicLong requests = new AtomicLong();
    private final ReentrantLock stall = new ReentrantLock();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Map<String, BlockingQueue<String>> queues = new ConcurrentHashMap<>();
    private boolean stalled;

    /** Listens, and serves until it is closed. */
    public FakeServer(Manner manner, Duration delay) throws IOException {
        this.manner = manner;
        this.delay = delay;
        this.socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fake server").start(this::accept);
    }

    /** {@code MANNER}: serves until it is killed, with a start-up line as our servers have it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Manner manner = Manner.valueOf(args[0]);
        FakeServer server = new FakeServer(manner, Duration.ZERO);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        System.out.println("fake listens on 127.0.0.1:" + server.port() + " (protocol queue, process "
                + ProcessHandle.current().pid() + ")");
        Thread.currentThread().join();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    /** Requests that were read so far. */
    public long requests() {
        return requests.get();
    }

    /** Closes all connections. */
    public void dropAll() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                boolean full = clients.size() >= CONNECTIONS_MOST;
                clients.add(client);
                if (!full || manner != Manner.SILENT_AT_SEVENTY) {
                    Thread.ofVirtual().start(() -> serve(client, full && manner == Manner.FULL_AT_SEVENTY));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client, boolean full) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String[] command = read(in); command.length > 0; command = read(in)) {
                requests.incrementAndGet();
                delay();
                if (full) {
                    out.write("-ERR max number of clients reached\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    return;
                }
                if (!reply(answer(command), out)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A client that leaves is how every test ends.
        } finally {
            clients.remove(client);
        }
    }

    private void delay() {
        if (manner == Manner.STALLS_ONCE) {
            // All connections stand still together, as in a process that is stopped.
            stall.lock();
            try {
                if (requests.get() >= MISBEHAVES_AT * 10 && !stalled) {
                    stalled = true;
                    LockSupport.parkNanos(delay.toNanos());
                }
            } finally {
                stall.unlock();
            }
        } else if (!delay.isZero()) {
            LockSupport.parkNanos(delay.toNanos());
        }
    }

    private boolean reply(String answer, OutputStream out) throws IOException {
        boolean now = requests.get() >= MISBEHAVES_AT;
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        switch (manner) {
            case SILENT -> {
                return true;
            }
            case RUDE -> {
                if (now) {
                    return false;
                }
            }
            case WRONG -> {
                if (now) {
                    bytes[1] ^= 1;
                }
            }
            case TALKATIVE -> {
                if (now) {
                    bytes = (answer + "+MORE\r\n").getBytes(StandardCharsets.ISO_8859_1);
                }
            }
            case BYTE_BY_BYTE -> {
                for (byte single : bytes) {
                    out.write(single);
                }
                return true;
            }
            case GOOD, STALLS_ONCE, FULL_AT_SEVENTY, SILENT_AT_SEVENTY -> {
            }
        }
        out.write(bytes);
        return true;
    }

    private String answer(String[] command) {
        return switch (command[0]) {
            case "PING" -> "+PONG\r\n";
            case "RPUSH" -> {
                BlockingQueue<String> queue = queue(command[1]);
                // Counted before the push: whoever waits takes it at once.
                int size = queue.size() + 1;
                queue.add(command[2]);
                yield ":" + size + "\r\n";
            }
            case "LPOP" -> {
                String element = queue(command[1]).poll();
                yield element == null ? "$-1\r\n" : bulk(element);
            }
            case "BLPOP" -> {
                String element = await(queue(command[1]), Double.parseDouble(command[2]));
                yield element == null ? "*-1\r\n" : "*2\r\n" + bulk(command[1]) + bulk(element);
            }
            default -> "-ERR unknown\r\n";
        };
    }

    private BlockingQueue<String> queue(String key) {
        return queues.computeIfAbsent(key, ignored -> new LinkedBlockingQueue<>());
    }

    private static @Nullable String await(BlockingQueue<String> queue, double seconds) {
        try {
            return seconds == 0 ? queue.take() : queue.poll((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static String bulk(String element) {
        return "$" + element.length() + "\r\n" + element + "\r\n";
    }

    private static String[] read(InputStream in) throws IOException {
        String head = line(in);
        String[] words = new String[head.isEmpty() ? 0 : Integer.parseInt(head.substring(1))];
        for (int i = 0; i < words.length; i++) {
            line(in);
            words[i] = line(in);
        }
        return words;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return "";
    }
}
