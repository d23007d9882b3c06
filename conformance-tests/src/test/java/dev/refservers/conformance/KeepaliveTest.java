package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.server.Architecture;
import dev.refservers.server.Keepalive;
import dev.refservers.server.QueueProvider;
import dev.refservers.server.Server;
import dev.refservers.server.ServerStatus;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A client that has vanished without a word is noticed, whatever architecture waits for it. */
final class KeepaliveTest {

    /** Those of IPv4, and those of sockets that take both, as the JDK's do. */
    private static final List<Path> CONNECTIONS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int SECONDS = 100;
    private static final long LIMIT_SECONDS = 60;

    /** The columns of {@link #CONNECTIONS}: the timer that runs, and when it is due, in hundredths of a second. */
    private static final int TIMER = 5;
    private static final String NO_TIMER = "00";
    private static final String KEEPALIVE_TIMER = "02";

    @TempDir
    Path folder = Path.of("");

    static Stream<Architecture> architectures() {
        return ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get)
                .filter(architecture -> architecture.unavailable().isEmpty());
    }

    static Server start(Architecture architecture, int keepaliveSeconds) throws IOException {
        Settings settings = Settings.DEFAULT.withPort(0).withKeepalive(new Keepalive(keepaliveSeconds));
        Statistics statistics = new Statistics();
        Protocol queue = new QueueProvider().create(settings.limits(), statistics,
                new ServerStatus(architecture.name(), statistics));
        return architecture.start(queue, settings);
    }

    @TestFactory
    Stream<DynamicTest> theKernelAsksEveryClientAfterAsManySecondsAsWereSaid() {
        return architectures().map(architecture -> DynamicTest.dynamicTest(architecture.name(), () -> {
            assumeTrue(Files.isReadable(CONNECTIONS.getFirst()), "only Linux tells which timers run");
            assertEquals(NO_TIMER, timer(architecture, 0).getFirst());
            List<String> timer = timer(architecture, SECONDS);
            assertEquals(KEEPALIVE_TIMER, timer.getFirst());
            long hundredths = Long.parseLong(timer.getLast(), 16);
            assertTrue(hundredths > 90 * SECONDS && hundredths <= 101 * SECONDS, hundredths + " / 100 s");
        }));
    }

    /** The timer of the server's end of a connection that has had its reply, and when it is due. */
    private static List<String> timer(Architecture architecture, int keepaliveSeconds) throws IOException {
        try (Server server = start(architecture, keepaliveSeconds);
                Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
            client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("+PONG\r\n", new String(client.getInputStream().readNBytes(7), StandardCharsets.US_ASCII));
            Pattern ends = Pattern.compile(
                    ":%04X \\w+:%04X ".formatted(server.address().getPort(), client.getLocalPort()));
            return connections().stream().filter(line -> ends.matcher(line).find())
                    .map(line -> List.of(line.strip().split("\\s+", -1)[TIMER].split(":", -1))).findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> connections() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : CONNECTIONS) {
            if (Files.isReadable(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** In a network of its own, which is then taken down: nothing arrives any more, and nobody is told. */
    @Test
    void aClientThatWaitsAndWhoseNetworkIsGoneLosesItsPlaceAndNoElement() throws Exception {
        Path output = folder.resolve("output");
        assumeTrue(succeeds(output, "unshare", "-n", "ip", "link", "set", "lo", "up"),
                () -> "No network of its own can be had here, with unshare(1) and ip(8), as root: " + text(output));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertTrue(succeeds(output, "unshare", "-n", java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), VanishedClients.class.getName()), () -> text(output));
        List<String> noticed = Files.readAllLines(output).stream()
                .filter(line -> line.endsWith(VanishedClients.NOTICED))
                .map(line -> line.split(" ", -1)[0]).sorted().toList();
        assertEquals(architectures().map(Architecture::name).sorted().toList(), noticed, () -> text(output));
    }

    private static boolean succeeds(Path output, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static String text(Path output) {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
