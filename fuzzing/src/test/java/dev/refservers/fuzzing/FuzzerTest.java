package dev.refservers.fuzzing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.ScriptParser;
import dev.refservers.conformance.script.Source;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every architecture answers as real Redis does, to {@code -Dfuzz.commands=…} commands and {@code -Dfuzz.others=…}; and a
 * server that does not is found out.
 */
final class FuzzerTest {

    private static final long SEED = Long.getLong("fuzz.seed", 1);

    /** As {@code ./servers test} does without {@code --thorough}. */
    private static final boolean QUICK = Boolean.getBoolean("quick");

    private static final long COMMANDS = Long.getLong("fuzz.commands", QUICK ? 10_000 : 100_000);
    private static final long OTHERS = Long.getLong("fuzz.others", QUICK ? 100 : 600);

    /** Where a connection costs a process. */
    private static final long COSTLY = Math.min(OTHERS, 200);

    @BeforeEach
    void needsRedis() {
        String missing = Targets.redis().unavailable().orElse("");
        assertTrue(missing.isEmpty() || !"true".equals(System.getenv("CI")), missing);
        assumeTrue(missing.isEmpty(), missing);
    }

    @Test
    @Timeout(600)
    void everyArchitectureAnswersAsRedis() throws IOException {
        Map<Target, Long> targets = new LinkedHashMap<>();
        for (Target target : Targets.architectures()) {
            if (target.unavailable().isEmpty()) {
                boolean costly = target.lacks().containsKey(Capability.MANY_CONNECTIONS);
                targets.put(target, target.name().equals("epoll") ? COMMANDS : costly ? COSTLY : OTHERS);
            }
        }
        // Redis itself: what it answers must depend on nothing but the seed.
        targets.put(Targets.redis(), OTHERS);
        List<FuzzResult> results = fuzz(targets);
        assertTrue(results.stream().allMatch(FuzzResult::passed), () -> FuzzReport.text(results));
        for (FuzzResult result : results) {
            assertTrue(result.commands() < FuzzReport.LONG_RUN_COMMANDS || result.unusedDifferences().isEmpty(),
                    () -> "declared, but never met: " + result.unusedDifferences());
        }
    }

    @Test
    void aWrongReplyIsFoundAndShortenedToAScriptThatOnlyTheWrongServerFails() throws IOException {
        // The scripts are played against another one, since they are refused by a server that is not empty.
        try (LyingTarget liar = new LyingTarget("+QUEUED\r\n", "+OK\r\n");
                LyingTarget empty = new LyingTarget("+QUEUED\r\n", "+OK\r\n")) {
            FuzzResult result = fuzz(Map.of(liar, 300L)).getFirst();
            assertFalse(result.findings().isEmpty(), "nothing was found");
            FuzzResult.Finding finding = result.findings().getFirst();
            List<Script> scripts = ScriptParser.parse(new Source(finding.script() + ".talk",
                    URI.create("memory:" + finding.script()), finding.lines()));
            assertTrue(scripts.getFirst().steps().size() <= 6, () -> String.join("\n", finding.lines()));
            assertEquals(Verdict.PASS, play(scripts, Targets.redis()), () -> String.join("\n", finding.lines()));
            assertEquals(Verdict.FAIL, play(scripts, empty), () -> String.join("\n", finding.lines()));
        }
    }

    @Test
    void aDeclaredDifferenceIsAllowedOnlyAsItIsDeclared() {
        Differences differences = Differences.parse("""
                difference: id
                reason: any
                asked: CLIENT ID
                reference: (?<type>[:$])\\d+\r\\n
                target: (?<type>[:$])\\d+\r\\n
                """.replace("\r", "\\r"));
        assertTrue(differences.allow("CLIENT ID", Bytes.of(":1\r\n"), Bytes.of(":22\r\n")));
        assertFalse(differences.allow("CLIENT ID", Bytes.of(":1\r\n"), Bytes.of("$22\r\n")));
        assertFalse(differences.allow("CLIENT ID", Bytes.of(":1\r\n"), Bytes.of(":22\r\n:1\r\n")));
        assertFalse(differences.allow("CLIENT ID x", Bytes.of(":1\r\n"), Bytes.of(":22\r\n")));
        assertEquals(List.of(), differences.unused());
    }

    @Test
    void whoIsKilledByWhomItHasWokenMayGetTheReplyThatRedisDrops() throws IOException {
        Item wait = command("BLPOP", "q", "0");
        Item kill = new Item.Command(List.of(Argument.of("CLIENT"), Argument.of("KILL"), Argument.of("ID"),
                new Argument.IdOf(1)), false);
        Episode episode = new Episode(0, 1,
                List.of(says(1, command("PING")), says(0, wait, kill), says(1, command("RPUSH", "q", "x"))));
        assertEquals(Optional.of("RPUSH q x"), divergence(episode, Differences.none()).map(Divergence::asked));
        assertEquals(Optional.empty(), divergence(episode, Differences.declared()));
        Differences declared = Differences.declared();
        assertTrue(declared.allow("{killed} RPUSH q x", Bytes.EMPTY, Bytes.of(":1\r\n")));
        assertFalse(declared.allow("{killed} RPUSH q x", Bytes.EMPTY, Bytes.of("+OK\r\n")));
        assertFalse(declared.allow("{killed} RPUSH q x", Bytes.of(":1\r\n"), Bytes.EMPTY));
        assertFalse(declared.allow("RPUSH q x", Bytes.EMPTY, Bytes.of(":1\r\n")));
    }

    private static Item command(String... words) {
        return new Item.Command(Stream.of(words).map(Argument::of).toList(), false);
    }

    private static Move says(int connection, Item... items) {
        return new Move.Send(connection, List.of(items), List.of(), false, 0);
    }

    private static Optional<Divergence> divergence(Episode episode, Differences differences) throws IOException {
        RunningServer redis = Targets.redis().start("queue", Map.of());
        RunningServer epoll = Targets.architecture("epoll").start("queue", Map.of());
        try (Reference reference = new Reference(redis);
                Replay replay = new Replay(epoll, true, differences, Duration.ofSeconds(5))) {
            return replay.play(episode, reference.play(episode));
        } finally {
            redis.stop();
            epoll.stop();
        }
    }

    @Test
    void theSameSeedSaysTheSame() {
        Generator once = new Generator(7, 3);
        Generator again = new Generator(7, 3);
        for (int i = 0; i < 20; i++) {
            assertEquals(once.next(), again.next());
        }
        assertFalse(new Generator(7, 3).next().moves().equals(new Generator(8, 3).next().moves()));
    }

    @Test
    void somebodysServerIsLeftAsItWasFoundSoThatItCanBeFuzzedAgain() throws IOException {
        RunningServer redis = Targets.redis().start("queue", Map.of());
        try {
            Map<Target, Long> somebodys = Map.of(Targets.address(redis.address(), "queue", Map.of()), 300L);
            for (int time = 1; time <= 2; time++) {
                FuzzResult result = fuzz(somebodys).getFirst();
                assertTrue(result.passed(), result.toString());
                assertEquals(":0\r\n", ask(redis, "DBSIZE"));
            }
            String said = ask(redis, "INFO commandstats");
            assertTrue(said.contains("cmdstat_del:") && !said.contains("cmdstat_flushall"), said);
            ask(redis, "SELECT 5\r\nRPUSH theirs x");
            IOException refused = assertThrows(IOException.class, () -> fuzz(somebodys));
            assertTrue(String.valueOf(refused.getMessage()).contains("database 5 holds 1 key"), refused.getMessage());
            assertEquals("+OK\r\n:1\r\n", ask(redis, "SELECT 5\r\nLLEN theirs"));
        } finally {
            redis.stop();
        }
    }

    /** What is replied to these lines. */
    private static String ask(RunningServer server, String lines) throws IOException {
        try (Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write((lines + "\r\nQUIT\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String replies = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(replies.endsWith("+OK\r\n"), replies);
            return replies.substring(0, replies.length() - "+OK\r\n".length());
        }
    }

    private static List<FuzzResult> fuzz(Map<Target, Long> targets) throws IOException {
        return new Fuzzer(FuzzOptions.DEFAULT.withSeed(SEED), FuzzListener.NONE).run(Targets.redis(), targets);
    }

    private static Verdict play(List<Script> scripts, Target target) {
        return Suite.of(scripts).run(List.of(target), RunOptions.DEFAULT, RunListener.NONE).targets().getFirst()
                .results().getFirst().verdict();
    }
}
