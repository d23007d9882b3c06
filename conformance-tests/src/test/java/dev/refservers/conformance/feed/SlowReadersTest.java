package dev.refservers.conformance.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * While a client reads nothing, its session is resumed soon when it is woken, and when its deadline has come, on every
 * architecture: otherwise a protocol could not bound what such a client is owed.
 */
final class SlowReadersTest {

    /** How long the clients read nothing, all at the same time. */
    private static final long STALL_MILLIS = 3_000;

    /** What is soon enough on a machine that has a server of each kind to run. */
    private static final long SOON_MILLIS = 1_000;

    /** Of news, of which there is an item every 10 ms: as many as may be kept for one turn, and as come through. */
    private static final int MOST_ITEMS = 110;
    private static final int LEAST_ITEMS = 50;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern REPORT = Pattern.compile("woken (\\d+) due (\\d+) items (\\d+)");
    private static final Map<String, Server> SERVERS = new HashMap<>();
    private static final Map<String, Socket> READERS = new HashMap<>();

    private static Stream<Architecture> architectures() {
        return ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get);
    }

    @BeforeAll
    static void readNothingForAWhile() throws Exception {
        for (Architecture architecture : architectures().filter(one -> one.unavailable().isEmpty()).toList()) {
            Server server = architecture.start(new FeedProtocol(Limits.DEFAULT), Settings.DEFAULT.withPort(0));
            SERVERS.put(architecture.name(), server);
            Socket reader = new Socket(server.address().getAddress(), server.address().getPort());
            READERS.put(architecture.name(), reader);
            reader.setSoTimeout(PATIENCE_MILLIS);
            reader.getOutputStream().write('f');
            // Where a connection is a process, it has to be started first.
            assertEquals('a', reader.getInputStream().read());
        }
        // No less: what must not happen in the meantime is what this is about.
        Thread.sleep(STALL_MILLIS);
    }

    @AfterAll
    static void end() throws IOException {
        for (Socket reader : READERS.values()) {
            reader.close();
        }
        SERVERS.values().parallelStream().forEach(Server::close);
    }

    @TestFactory
    Stream<DynamicTest> aSlowReadersSessionGoesOn() {
        return architectures().map(one -> DynamicTest.dynamicTest(one.name(), () -> {
            Optional<String> lack = one.unavailable();
            assumeTrue(lack.isEmpty(), () -> lack.orElseThrow());
            goesOn(Objects.requireNonNull(READERS.get(one.name())));
        }));
    }

    private static void goesOn(Socket reader) throws IOException {
        DataInputStream in = new DataInputStream(reader.getInputStream());
        byte[] many = new byte[FeedProtocol.MANY_BYTES];
        many[0] = 'a';
        in.readFully(many, 1, many.length - 1);
        assertTrue(FeedProtocol.isMany(many), "what was owed when it stalled arrives as it was");
        reader.getOutputStream().write('r');
        int items = 0;
        String line = line(in);
        for (; line.equals("item"); line = line(in)) {
            items++;
        }
        Matcher report = REPORT.matcher(line);
        assertTrue(report.matches(), line);
        assertTrue(Long.parseLong(report.group(1)) < SOON_MILLIS, "too late after a wake: " + line);
        assertTrue(Long.parseLong(report.group(2)) < SOON_MILLIS, "too late after a deadline: " + line);
        assertTrue(Long.parseLong(report.group(3)) < MOST_ITEMS, "too many at once: " + line);
        assertTrue(items > LEAST_ITEMS, items + " items");
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after '" + line + "'");
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
