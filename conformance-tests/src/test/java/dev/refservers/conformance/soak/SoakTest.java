package dev.refservers.conformance.soak;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Mixed load with connects, resets and half-closes on every architecture that serves several: at its end each holds as many
 * descriptors and threads as after its first part, and as much heap and memory, but for what a JVM takes to run at all.
 *
 * <p>
 * In a build it takes some seconds, which finds what leaks with every connection. For more, {@code ./servers test -pl
 * conformance-tests -am -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -Dsoak.seconds=600}; with
 * {@code -Dsoak.names=uring,select2} only those.
 */
@Tag("thorough")
final class SoakTest {

    private static final long SECONDS = Long.getLong("soak.seconds", 10);
    private static final Set<String> NAMES = Stream.of(System.getProperty("soak.names", "").split(","))
            .filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    private static final int CLIENTS = 4;

    /** Each client comes less often than this: the ports of one address last for a minute. */
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long QUIET_LIMIT_NANOS = 30_000_000_000L;

    /** Compilers and pools of the JVM come and go. */
    private static final int THREADS_SPARE = 6;
    private static final long HEAP_SPARE_BYTES = 1 << 20;

    /** With fewer a JVM has not yet touched all of the heap that it will use between two collections. */
    private static final long CLIENTS_UNTIL_RESIDENT = 20_000;
    private static final long RESIDENT_SPARE_BYTES = 32 << 20;

    /** A server, and how many clients it has had. */
    private record Candidate(Target target, RunningServer server, AtomicLong clients) {

        long pid() {
            return server.process().orElseThrow().pid();
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingPilesUp() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")),
                "what a process holds is read from /proc, which is Linux's");
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (Target target : Targets.architectures()) {
                boolean servesSeveral = !target.lacks().containsKey(Capability.CONCURRENT_CLIENTS);
                boolean asked = NAMES.isEmpty() || NAMES.contains(target.name());
                if (asked && servesSeveral && target.unavailable().isEmpty()) {
                    candidates.add(new Candidate(target, target.start("queue", Map.of()), new AtomicLong()));
                }
            }
            assertTrue(!candidates.isEmpty(), "no architecture is named " + NAMES);
            long firstPart = Math.max(2, SECONDS / 5);
            load(candidates, firstPart);
            List<Holdings> before = holdings(candidates, List.of());
            load(candidates, SECONDS - firstPart);
            List<Holdings> after = holdings(candidates, before);
            List<Executable> comparisons = new ArrayList<>();
            for (int i = 0; i < candidates.size(); i++) {
                int each = i;
                comparisons.add(() -> compare(candidates.get(each), before.get(each), after.get(each)));
            }
            assertAll(comparisons);
        } finally {
            for (Candidate candidate : candidates) {
                assertEquals(List.of(), candidate.server.stop(), candidate.target.name());
            }
        }
    }

    private static void load(List<Candidate> candidates, long seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Candidate candidate : candidates) {
                for (int i = 0; i < CLIENTS; i++) {
                    RoughClient client = new RoughClient(candidate.server.address(), i);
                    running.add(threads.submit(() -> {
                        comeAndGo(candidate, client, end);
                        return null;
                    }));
                }
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static void comeAndGo(Candidate candidate, RoughClient client, long end) throws IOException {
        while (System.nanoTime() - end < 0) {
            try {
                client.comeAndGo();
            } catch (IOException failure) {
                throw new IOException(candidate.target.name() + ": " + failure.getMessage(), failure);
            }
            candidate.clients.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What each holds once it has noticed that its clients are gone: as many descriptors as before, or what it comes to. */
    private static List<Holdings> holdings(List<Candidate> candidates, List<Holdings> before) throws Exception {
        List<Holdings> holdings = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            long descriptors = before.isEmpty() ? Long.MAX_VALUE : before.get(i).descriptors();
            holdings.add(atRest(candidates.get(i), descriptors));
        }
        return holdings;
    }

    private static Holdings atRest(Candidate candidate, long descriptorsBefore) throws Exception {
        long end = System.nanoTime() + QUIET_LIMIT_NANOS;
        long last = Long.MAX_VALUE;
        Holdings now = Holdings.of(candidate.pid());
        while ((now.descriptors() < last || now.descriptors() > descriptorsBefore) && System.nanoTime() - end < 0) {
            last = now.descriptors();
            LockSupport.parkNanos(PAUSE_NANOS);
            now = Holdings.of(candidate.pid());
        }
        return now;
    }

    private static void compare(Candidate candidate, Holdings before, Holdings after) {
        String report = candidate.target.name() + ", " + candidate.clients + " clients in " + SECONDS + " s: " + before
                + "; then " + after;
        System.out.println(report);
        assertTrue(after.descriptors() <= before.descriptors(), report);
        // A pool starts a thread for each connection until it is full.
        assertTrue(candidate.target.lacks().containsKey(Capability.MANY_CONNECTIONS)
                || after.threads() <= before.threads() + THREADS_SPARE, report);
        assertTrue(after.heapBytes() <= before.heapBytes() + HEAP_SPARE_BYTES, report);
        assertTrue(candidate.clients.get() < CLIENTS_UNTIL_RESIDENT
                || after.residentBytes() <= before.residentBytes() + after.processes() * RESIDENT_SPARE_BYTES, report);
    }
}
