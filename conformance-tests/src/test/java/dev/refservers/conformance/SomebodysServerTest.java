package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that was started by somebody else, and what is in it: nothing is deleted but what was made here. */
final class SomebodysServerTest {

    private RunningServer redis = () -> {
        throw new IllegalStateException("no server runs");
    };

    @BeforeEach
    void start() throws IOException {
        String missing = Targets.redis().unavailable().orElse("");
        assertTrue(missing.isEmpty() || !"true".equals(System.getenv("CI")), missing);
        assumeTrue(missing.isEmpty(), missing);
        redis = Targets.redis().start("queue", Map.of());
    }

    @AfterEach
    void stop() {
        redis.stop();
    }

    private Target somebodys() {
        return Targets.address(redis.address(), "queue", Map.of());
    }

    private String ask(String... lines) throws IOException {
        try (PlainClient client = new PlainClient(redis.address())) {
            Object last = "";
            for (String line : lines) {
                last = client.ask(line.split(" ", -1));
            }
            return String.valueOf(last);
        }
    }

    private static TargetResults play(Target target, String... only) {
        return Suite.bundled().select(Selection.ALL.only(only)).run(List.of(target), RunOptions.DEFAULT,
                RunListener.NONE).targets().getFirst();
    }

    @Test
    void keysInAnyDatabaseAreAReasonToPlayNothing() throws IOException {
        ask("SELECT 3", "SET theirs 1");
        TargetResults results = play(somebodys(), "queue/llen", "queue/del");
        assertEquals(
                List.of("The server must be empty, because scripts count what they find, but database 3 holds 1 key. "
                        + "Nothing was deleted; take another server, or empty it if nobody needs what it holds."),
                results.problems());
        assertTrue(results.results().stream().allMatch(result -> result.verdict() == Verdict.NOT_RUN));
        assertEquals("1", ask("SELECT 3", "GET theirs"));
    }

    @Test
    void whatScriptsMakeIsDeletedByNameAndFlushallIsNeverSaid() throws IOException {
        TargetResults results = play(somebodys(), "queue/", "framing/any-bytes", "framing/pieces-of-every-size",
                "blocking/chain-of-moves");
        assertEquals(List.of(), results.problems());
        assertTrue(results.passed(true), results.results().toString());
        assertEquals("0", ask("DBSIZE"));
        assertTrue(results.results().stream().filter(result -> result.verdict() == Verdict.NOT_RUN)
                .allMatch(result -> result.script().says("FLUSHALL")), results.results().toString());
        assertTrue(!ask("INFO commandstats").contains("cmdstat_flushall"), ask("INFO commandstats"));
        TargetResults flushed = play(Targets.addressToFlush(redis.address(), "queue", Map.of()), "queue/flushall");
        assertEquals(Map.of(Verdict.PASS, 3L), flushed.counts());
    }
}
