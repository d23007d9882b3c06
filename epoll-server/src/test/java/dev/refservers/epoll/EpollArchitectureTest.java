package dev.refservers.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledOnOs(OS.LINUX)
@ParameterizedClass
@MethodSource("architectures")
class EpollArchitectureTest {

    private final Limits limits = LoopStepper.limits(100, 50_000_000);
    private final Statistics statistics = new Statistics();

    @Parameter(0)
    Architecture architecture = new EpollArchitecture();

    @Parameter(1)
    int loops;

    static Stream<Arguments> architectures() {
        return Stream.of(new EpollArchitecture(), new EpollEdgeArchitecture()).flatMap(architecture -> Stream.of(
                Arguments.of(architecture, 1), Arguments.of(architecture, 2)));
    }

    private Server start(Settings settings) throws IOException {
        return architecture.start(new EchoProtocol(settings.limits(), statistics), settings.withLoops(loops));
    }

    private static Socket connect(Server server) throws IOException {
        Socket client = new Socket(server.address().getAddress(), server.address().getPort());
        client.setSoTimeout(20_000);
        return client;
    }

    private static String echo(Socket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        client.getOutputStream().write(bytes);
        return new String(client.getInputStream().readNBytes(bytes.length), StandardCharsets.US_ASCII);
    }

    @Test
    void isFoundByItsName() {
        Architecture found = ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(architecture.name())).findFirst().orElseThrow();
        assertSame(architecture.getClass(), found.getClass());
        assertEquals(Optional.empty(), found.unavailable());
        assertEquals(Set.of(Trait.LINUX_ONLY), found.traits());
        assertEquals(1, found.loops());
        assertTrue(found.summary().endsWith("."));
    }

    @Test
    void serves() throws IOException {
        try (Server server = start(LoopStepper.settings(limits, Duration.ofSeconds(5)));
                Socket client = connect(server)) {
            assertEquals("hello", echo(client, "hello"));
        }
    }

    @Test
    void servesOverIpv6() throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(Inet6Address.ofLiteral("::1")) != null,
                "No ::1 here: IPv6 is switched off.");
        Settings six = new Settings(new InetSocketAddress(Inet6Address.ofLiteral("::1"), 0), 128, Duration.ofSeconds(5),
                limits);
        try (Server server = start(six); Socket client = connect(server)) {
            assertEquals(Inet6Address.ofLiteral("::1"), server.address().getAddress());
            assertEquals("hello", echo(client, "hello"));
        }
    }

    @Test
    void anAddressInUseIsNamed() throws IOException {
        try (Server server = start(LoopStepper.settings(limits, Duration.ZERO))) {
            Settings same = LoopStepper.settings(limits, Duration.ZERO).withPort(server.address().getPort());
            IOException failure = assertThrows(IOException.class, () -> start(same));
            assertEquals("bind(127.0.0.1:" + same.address().getPort() + "): EADDRINUSE: something else listens there;"
                    + " stop it, or choose another port", failure.getMessage());
        }
    }

    @Test
    void theLimitOfConnectionsIsThatOfAllLoopsTogether() throws IOException {
        List<Socket> clients = new ArrayList<>();
        try (Server server = start(LoopStepper.settings(LoopStepper.limits(10, 50_000_000), Duration.ofSeconds(5)))) {
            for (int i = 0; i < 10; i++) {
                clients.add(connect(server));
                assertEquals("x", echo(clients.getLast(), "x"));
            }
            for (int i = 0; i < 20; i++) {
                try (Socket refused = connect(server)) {
                    assertEquals(-1, refused.getInputStream().read());
                }
            }
            assertEquals(20, statistics.connectionsRefused());
            clients.removeFirst().close();
            Awaitility.await().until(() -> statistics.connectionsOpen() == 9);
            // The session is closed a moment before its place is given back.
            Awaitility.await().until(() -> {
                clients.add(connect(server));
                clients.getLast().getOutputStream().write('x');
                return clients.getLast().getInputStream().read() == 'x';
            });
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void restartsOnTheSamePort() throws IOException {
        Server first = start(LoopStepper.settings(limits, Duration.ofMillis(100)));
        Socket client = connect(first);
        assertEquals("one", echo(client, "one"));
        // The server closes first: its side of the connection stays in TIME_WAIT, or FIN_WAIT, on this port.
        first.close();
        Settings same = LoopStepper.settings(limits, Duration.ZERO).withPort(first.address().getPort());
        try (Server second = start(same); Socket next = connect(second)) {
            assertEquals("two", echo(next, "two"));
        }
        client.close();
    }

    @Test
    void closeWaitsForNobodyBeyondTheGracePeriod() throws IOException {
        // Longer to linger than there is grace: the client neither reads nor leaves.
        Server server = start(LoopStepper.settings(LoopStepper.limits(100, 60_000_000_000L), Duration.ofMillis(100)));
        try (Socket client = connect(server)) {
            assertEquals("x", echo(client, "x"));
            long before = System.nanoTime();
            assertTimeoutPreemptively(Duration.ofSeconds(20), server::close);
            assertTrue(System.nanoTime() - before >= 100_000_000);
            assertEquals(0, statistics.connectionsOpen());
            assertTimeoutPreemptively(Duration.ofSeconds(20), server::close, "a second time");
        }
    }

    @Test
    void closeByAnInterruptedThreadStillClosesAndStaysInterrupted() throws IOException {
        Server server = start(LoopStepper.settings(limits, Duration.ofSeconds(5)));
        Thread.currentThread().interrupt();
        server.close();
        assertTrue(Thread.interrupted());
    }

    @Test
    void aThousandClientsComeAndGo() throws IOException {
        try (Server server = start(LoopStepper.settings(limits, Duration.ofSeconds(5)))) {
            for (int i = 0; i < 1_000; i++) {
                try (Socket client = connect(server)) {
                    client.setSoLinger(i % 3 == 0, 0);
                    assertEquals("c", echo(client, "c"));
                }
            }
            Awaitility.await().until(() -> statistics.connectionsOpen() == 0);
            assertEquals(1_000, statistics.connectionsAccepted());
        }
    }
}
