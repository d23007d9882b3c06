package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server that says what a test wants: how the suite sees it is what is tested. */
final class FakeServer implements Target, AutoCloseable {

    /** What is done with one connection; it is closed when this returns. */
    interface Behaviour {
        void serve(Socket socket, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket listening;
    private final Map<Capability, String> lacks = new EnumMap<>(Capability.class);

    FakeServer(Behaviour behaviour) throws IOException {
        this(0, behaviour);
    }

    FakeServer(int port, Behaviour behaviour) throws IOException {
        listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(behaviour));
    }

    /** Answers each piece of input with these words; expects no more than one piece. */
    static FakeServer saying(String reply) throws IOException {
        return new FakeServer((_, in, out) -> {
            if (in.read() >= 0) {
                out.write(reply.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                out.flush();
                in.transferTo(OutputStream.nullOutputStream());
            }
        });
    }

    private void accept(Behaviour behaviour) {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket, behaviour));
            }
        } catch (SocketException closed) {
            // Closed at the end of the test.
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void serve(Socket socket, Behaviour behaviour) {
        try (socket) {
            socket.setTcpNoDelay(true);
            behaviour.serve(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    FakeServer lacking(Capability capability) {
        lacks.put(capability, "lacks it");
        return this;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String description() {
        return "A fake.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public Map<Capability, String> lacks() {
        return lacks;
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return Optional.of("it is a fake");
    }

    @Override
    public RunningServer start(String protocol, Map<String, String> settings) {
        return () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    boolean isClosed() {
        return listening.isClosed();
    }

    /** The address as a server that runs. */
    RunningServer running() {
        return start("echo", Map.of());
    }

    /** Nothing went wrong that the runner would tell. */
    static List<String> noProblems() {
        return List.of();
    }
}
