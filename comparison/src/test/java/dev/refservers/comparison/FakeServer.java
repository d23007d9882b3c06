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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

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
        GOOD, WRONG, SILENT, RUDE, BYTE_BY_BYTE, TALKATIVE, STALLS_ONCE
    }

    private static final int MISBEHAVES_AT = 20;

    private final ServerSocket socket;
    private final Manner manner;
    private final Duration delay;
    private final AtomicLong requests = new AtomicLong();
    private final ReentrantLock stall = new ReentrantLock();
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

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        Deque<String> queue = new ArrayDeque<>();
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String[] command = read(in); command.length > 0; command = read(in)) {
                requests.incrementAndGet();
                delay();
                if (!reply(answer(command, queue), out)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A client that leaves is how every test ends.
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
            case GOOD, STALLS_ONCE -> {
            }
        }
        out.write(bytes);
        return true;
    }

    private static String answer(String[] command, Deque<String> queue) {
        return switch (command[0]) {
            case "PING" -> "+PONG\r\n";
            case "RPUSH" -> {
                queue.add(command[2]);
                yield ":" + queue.size() + "\r\n";
            }
            case "LPOP" -> {
                String element = queue.poll();
                yield element == null ? "$-1\r\n" : "$" + element.length() + "\r\n" + element + "\r\n";
            }
            default -> "-ERR unknown\r\n";
        };
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
