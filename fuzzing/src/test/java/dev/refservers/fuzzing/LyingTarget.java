package dev.refservers.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Redis, but one of its replies is another one: whatever stands between it and its clients lies. */
final class LyingTarget implements Target, AutoCloseable {

    private final String truth;
    private final String lie;
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final RunningServer redis = Targets.redis().start("queue", Map.of());

    LyingTarget(String truth, String lie) throws IOException {
        this.truth = truth;
        this.lie = lie;
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(redis.address().getAddress(), redis.address().getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> relay(client, server, "", ""));
                Thread.ofVirtual().start(() -> relay(server, client, truth, lie));
            }
        } catch (IOException closed) {
            // At the end of the test.
            return;
        }
    }

    private static void relay(Socket from, Socket to, String replaced, String replacement) {
        byte[] bytes = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                String text = new String(bytes, 0, count, ISO_8859_1);
                out.write((replaced.isEmpty() ? text : text.replace(replaced, replacement)).getBytes(ISO_8859_1));
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String name() {
        return "liar";
    }

    @Override
    public String description() {
        return "Redis, but for one reply.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue");
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return Optional.of("it has no settings");
    }

    @Override
    public RunningServer start(String protocol, Map<String, String> settings) {
        return () -> new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        redis.stop();
    }
}
