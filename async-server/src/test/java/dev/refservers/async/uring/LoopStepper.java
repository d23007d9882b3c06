package dev.refservers.async.uring;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

/** An event loop on a port of its own that takes a turn when the test says so, and its clients. */
final class LoopStepper implements AutoCloseable {

    private static final long TURN_NANOS = 5_000_000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    final EventLoop loop;

    LoopStepper(Protocol protocol, Limits limits, Memory.Sizes sizes) throws IOException {
        loop = new EventLoop(protocol, settings(limits, Duration.ofSeconds(5)), new Memory(sizes));
    }

    static Settings settings(Limits limits, Duration grace) {
        return new Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128, grace, limits);
    }

    /** The default limits, but for these. */
    static Limits limits(int maxConnections, long lingerNanos) {
        return new Limits(maxConnections, 1 << 20, 1024, 64 << 10, 64 << 10, 1 << 20, 1 << 20, 0, lingerNanos);
    }

    /** A client; its reads fail rather than wait for ever. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(loop.address());
        return socket;
    }

    /** Takes turns until this is true. */
    void until(Callable<Boolean> condition) throws Exception {
        long started = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - started > PATIENCE_NANOS) {
                throw new AssertionError("still not true after 20 s");
            }
            loop.runOnce(TURN_NANOS);
        }
    }

    /** Takes turns until the client can read this many bytes, and reads them. */
    byte[] read(Socket client, int count) throws Exception {
        until(() -> client.getInputStream().available() >= count);
        return client.getInputStream().readNBytes(count);
    }

    String readText(Socket client, int count) throws Exception {
        return new String(read(client, count), StandardCharsets.ISO_8859_1);
    }

    static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void leave(Socket client) throws IOException {
        client.close();
    }

    static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Whether the server has closed its side: 0 bytes, or the end. Call it when nothing is owed. */
    boolean atEnd(Socket client) throws Exception {
        client.setSoTimeout(1);
        try {
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException notYet) {
            return false;
        } finally {
            client.setSoTimeout(20_000);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
