package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.server.Architecture;
import dev.refservers.server.QueueProvider;
import dev.refservers.server.Server;
import dev.refservers.server.ServerStatus;
import dev.refservers.server.Settings;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the loops that claim to allocate nothing of their own allocate: for a request nothing, for a push its value. */
final class AllocationTest {

    private static final Set<String> LOOPS = Set.of("epoll", "epoll-edge", "uring");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int REQUESTS = 10_000;

    /** Until the compiler is through with what it is to find out: how often the same is asked at most. */
    private static final int ROUNDS = 30;
    private static final int PING_LIMIT_BYTES = 32;
    private static final int VALUE_BYTES = 100;
    private static final int PUSH_LIMIT_BYTES = VALUE_BYTES + 64;

    @TestFactory
    Stream<DynamicTest> nothingButTheValue() {
        return ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get)
                .filter(architecture -> LOOPS.contains(architecture.name()))
                .map(architecture -> DynamicTest.dynamicTest(architecture.name(), () -> holds(architecture)));
    }

    private static void holds(Architecture architecture) throws Exception {
        assumeTrue(architecture.unavailable().isEmpty(), () -> architecture.unavailable().orElseThrow());
        Settings settings = Settings.DEFAULT.withPort(0).withLoops(1);
        Set<Long> before = threads();
        Statistics statistics = new Statistics();
        Protocol queue = new QueueProvider().create(settings.limits(), statistics,
                new ServerStatus(architecture.name(), statistics));
        try (Server server = architecture.start(queue, settings);
                Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
            client.setTcpNoDelay(true);
            Set<Long> servers = threads();
            servers.removeAll(before);
            assertTrue(!servers.isEmpty(), "the server has no thread");
            String value = "x".repeat(VALUE_BYTES);
            holds(client, servers, "*1\r\n$4\r\nPING\r\n", "+PONG\r\n".length(), PING_LIMIT_BYTES);
            // The number of elements is told in five digits from the ten-thousandth on.
            ask(client, "*3\r\n$5\r\nRPUSH\r\n$4\r\njobs\r\n$1\r\nx\r\n".repeat(REQUESTS), counts(1, REQUESTS));
            holds(client, servers, "*3\r\n$5\r\nRPUSH\r\n$4\r\njobs\r\n$" + VALUE_BYTES + "\r\n" + value + "\r\n",
                    ":10001\r\n".length(), PUSH_LIMIT_BYTES);
        }
    }

    /** Asks one after the other, and finds the round in which the least was allocated. */
    private static void holds(Socket client, Set<Long> threads, String request, int replyBytes, int limitBytes)
            throws IOException {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > limitBytes; round++) {
            long allocated = allocatedBytes(threads);
            for (int i = 0; i < REQUESTS / 4; i++) {
                ask(client, request, replyBytes);
            }
            least = Math.min(least, (allocatedBytes(threads) - allocated) / (REQUESTS / 4.0));
        }
        assertTrue(least <= limitBytes, request + "allocates " + least + " bytes, but may " + limitBytes);
    }

    private static void ask(Socket client, String request, int replyBytes) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        new DataInputStream(client.getInputStream()).readFully(new byte[replyBytes]);
    }

    /** How many bytes the replies are that count from {@code first} to {@code last}. */
    private static int counts(int first, int last) {
        int bytes = 0;
        for (int i = first; i <= last; i++) {
            bytes += (":" + i + "\r\n").length();
        }
        return bytes;
    }

    private static Set<Long> threads() {
        return Arrays.stream(THREADS.getAllThreadIds()).boxed().collect(Collectors.toSet());
    }

    private static long allocatedBytes(Set<Long> threads) {
        return threads.stream().mapToLong(THREADS::getThreadAllocatedBytes).sum();
    }
}
