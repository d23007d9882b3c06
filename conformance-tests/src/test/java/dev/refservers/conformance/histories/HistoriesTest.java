package dev.refservers.conformance.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.Quick;
import dev.refservers.conformance.histories.Linearizability.Verdict;
import dev.refservers.conformance.mutants.MutantServers;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What concurrent clients see of every architecture could have been seen of one queue that does one thing after the
 * other, also if some are reset in the midst of an operation; and servers of which that is not so are found out.
 *
 * <p>
 * {@code -Dhistories.count=…} of them for each architecture, {@code -Dhistories.costly=…} where a connection costs a
 * process; {@code -Dhistories.seed=…}.
 */
final class HistoriesTest {

    private static final int COUNT = Integer.getInteger("histories.count", Quick.amount(10, 100));
    private static final int COSTLY = Math.min(COUNT, Integer.getInteger("histories.costly", 10));
    private static final long SEED = Long.getLong("histories.seed", 1);
    private static final int CLIENTS = Integer.getInteger("histories.clients", 6);
    private static final int OPERATIONS = Integer.getInteger("histories.operations", 8);

    /** A history takes a hundred or two; this takes some seconds. */
    private static final long BUDGET = Long.getLong("histories.budget", 300_000);

    @TempDir
    Path folder;

    @TestFactory
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    Stream<DynamicTest> everyHistoryIsThatOfOneQueue() {
        return Targets.architectures().stream()
                .filter(target -> !target.lacks().containsKey(Capability.CONCURRENT_CLIENTS))
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> {
                    assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
                    int count = target.name().equals("forking") ? COSTLY : COUNT;
                    Optional<String> wrong = firstWrong(target, count);
                    assertTrue(wrong.isEmpty(), () -> wrong.orElse(""));
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue/newest-waiter-first", "queue/lpush-as-a-block", "queue/waiter-served-twice",
        "queue/counted-after-serving", "transactions/serves-in-the-midst", "transactions/not-as-a-whole"})
    void aBrokenServerIsFoundOut(String mutant) throws Exception {
        Optional<String> wrong = firstWrong(MutantServers.target(mutant, folder), Math.max(COUNT, 100));
        assertFalse(wrong.isEmpty(), mutant + " is not found out");
        System.out.println(wrong.orElseThrow().lines().findFirst().orElseThrow());
    }

    /** Plays until a history is wrong. */
    private static Optional<String> firstWrong(Target target, int count) throws Exception {
        long start = System.nanoTime();
        long checkingNanos = 0;
        long operations = 0;
        long pending = 0;
        RunningServer server = target.start("queue", Map.of());
        try (Workload workload = new Workload(server.address(), SEED, CLIENTS, OPERATIONS)) {
            for (int number = 0; number < count; number++) {
                List<Operation> history = workload.play(number);
                operations += history.size();
                pending += history.stream().filter(Operation::pending).count();
                long before = System.nanoTime();
                Optional<String> wrong = wrong(history);
                checkingNanos += System.nanoTime() - before;
                if (wrong.isPresent()) {
                    return Optional.of(target.name() + ", history " + number + " of seed " + SEED + ": " + wrong.get());
                }
            }
        } finally {
            List<String> problems = server.stop();
            assertEquals(List.of(), problems);
        }
        System.out.printf("%s: %d histories, %d operations, %d of them reset; %d ms, %d of them for checking%n",
                target.name(), count, operations, pending, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                TimeUnit.NANOSECONDS.toMillis(checkingNanos));
        return Optional.empty();
    }

    private static Optional<String> wrong(List<Operation> history) {
        Linearizability.Answer answer = Linearizability.check(history, BUDGET);
        List<String> broken = Promises.broken(history);
        return answer.verdict() == Verdict.LINEARIZABLE && broken.isEmpty()
                ? Optional.empty()
                : Optional.of(answer.verdict() + " " + broken + "\n" + answer.explanation());
    }
}
