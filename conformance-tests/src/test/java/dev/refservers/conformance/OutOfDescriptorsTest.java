package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Crowds take the last descriptor before anybody was served: when they have left, every server serves as if they had not
 * been.
 */
final class OutOfDescriptorsTest {

    private static final int DESCRIPTORS = 96;
    private static final int CROWD = 90;

    /** A descriptor that is lost now and then is missed only when many are. */
    private static final int CROWDS = 4;

    /** Where a process is started for each of them. */
    private static final int COSTLY_CROWDS = 1;
    private static final int SERVED_AT_ONCE = 10;
    private static final Pattern PORT = Pattern.compile("listens on .*:(\\d+) ");

    /** Where a connection is a process, those of the crowd are started first. */
    private static final long LIMIT_SECONDS = 60;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> aCrowdIsForgotten() {
        return Quick.architectures().stream()
                .filter(target -> !target.lacks().containsKey(Capability.CONCURRENT_CLIENTS))
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> holds(target)));
    }

    private void holds(Target target) throws Exception {
        assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the limit is set by a shell's ulimit -n");
        Path log = folder.resolve(target.name());
        Process server = new ProcessBuilder("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", OwnClassPath.ofServers(),
                "dev.refservers.server.Main", target.name(), "--port", "0").redirectError(log.toFile()).start();
        try (BufferedReader output = server.inputReader()) {
            Matcher port = PORT.matcher(String.valueOf(output.readLine()));
            assertTrue(port.find(), Files.readString(log));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    Integer.parseInt(port.group(1)));
            int crowds = target.lacks().containsKey(Capability.MANY_CONNECTIONS) ? COSTLY_CROWDS : CROWDS;
            for (int i = 0; i < crowds; i++) {
                comeAndGo(address, i % 2 == 0);
            }
            awaitServed(address, log);
            // Forking says so in its own words; whatever is said, it is no flood.
            assertTrue(Files.readAllLines(log).size() < CROWD, beginning(log));
            server.toHandle().destroy();
            assertTrue(server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it goes on after SIGTERM");
            assertEquals(0, server.exitValue(), Files.readString(log));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** Some leave while the system has them wait to be accepted; those who reset have sent nothing, and get nothing. */
    private static void comeAndGo(InetSocketAddress address, boolean reset) throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Socket(address.getAddress(), address.getPort()));
            }
        } finally {
            for (Socket one : crowd) {
                one.setSoLinger(reset, 0);
                one.close();
            }
        }
    }

    /** The server may need a moment to notice that the crowd has gone, and to try again. */
    private static void awaitServed(InetSocketAddress address, Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        IOException last = new IOException("not asked");
        while (System.nanoTime() - end < 0) {
            List<Socket> clients = new ArrayList<>();
            try {
                while (clients.size() < SERVED_AT_ONCE) {
                    clients.add(new Socket(address.getAddress(), address.getPort()));
                    ping(clients.getLast());
                }
                return;
            } catch (IOException refused) {
                last = new IOException("after " + clients.size() + " clients: " + refused.getMessage(), refused);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("too few are served: " + last.getMessage() + "\n" + beginning(log), last);
    }

    private static void ping(Socket client) throws IOException {
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        client.getOutputStream().write(PING);
        String reply = new String(client.getInputStream().readNBytes(7), StandardCharsets.US_ASCII);
        if (!reply.equals("+PONG\r\n")) {
            throw new IOException("the reply is '" + reply + "'");
        }
    }

    private static String beginning(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.limit(CROWD).collect(Collectors.joining("\n"));
        }
    }
}
