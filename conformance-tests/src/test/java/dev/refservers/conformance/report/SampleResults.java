package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Transcript.Event;
import dev.refservers.conformance.result.Transcript.Kind;
import dev.refservers.conformance.result.Transcript.Played;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Results as a run would have them, made by hand: reports are tested without servers. */
final class SampleResults {

    static final List<Script> SCRIPTS = Scripts.bundled();

    /** Fails on {@code broken}, with control characters and markup in what came. */
    static final Script FAILING = SCRIPTS.get(3);

    static final String CAME = "\"<b>&amp;\\x00\\r\\n\"";

    private SampleResults() {}

    /** A server that passes, one that fails in one script and has a problem, and one that lacks things. */
    static Results three(int scripts) {
        List<Script> some = SCRIPTS.subList(0, scripts);
        return new Results(Instant.parse("2026-01-02T03:04:05Z"), List.of(
                target("good", some.stream().map(script -> passed("good", script)).toList(), List.of()),
                target("broken", some.stream()
                        .map(script -> script.equals(FAILING) ? failed("broken", script) : passed("broken", script))
                        .toList(),
                        List.of("It ended with exit code 3, not 0.")),
                target("127.0.0.1:7000", some.stream().map(script -> other(script, some.indexOf(script))).toList(),
                        List.of())));
    }

    /** So many servers that all pass every script, with long conversations. */
    static Results many(int targets) {
        return new Results(Instant.EPOCH,
                IntStream.range(0, targets).mapToObj(i -> "server-" + i).map(name -> target(name,
                        SCRIPTS.stream().map(script -> passed(name, script)).toList(), List.of())).toList());
    }

    private static TargetResults target(String name, List<Result> results, List<String> problems) {
        return new TargetResults(name, "A server that is called " + name + ".", results, problems,
                Duration.ofMillis(1234));
    }

    static Result passed(String target, Script script) {
        return new Result(target, script, Verdict.PASS, "", Optional.empty(), transcript(script, target.hashCode()),
                Duration.ofNanos(1_234_567));
    }

    static Result failed(String target, Script script) {
        Mismatch mismatch = new Mismatch(firstLine(script) + 1, "a", "+PONG", CAME, Fault.DIFFERENT,
                Bytes.of("<b>&amp;\0\r\n"), 0, 0);
        return new Result(target, script, Verdict.FAIL,
                "line " + mismatch.line() + ": a expected +PONG, and got " + CAME,
                Optional.of(mismatch), transcript(script, 0), Duration.ofMillis(7));
    }

    private static Result other(Script script, int i) {
        return switch (i % 5) {
            case 0 ->
                Result.untried("127.0.0.1:7000", script, Verdict.NOT_RUN, "it was not started here, # says somebody");
            case 1 -> Result.untried("127.0.0.1:7000", script, Verdict.NOT_APPLICABLE, "lacks it \\ by design");
            case 2 -> Result.untried("127.0.0.1:7000", script, Verdict.INFO, "it did something");
            default -> passed("127.0.0.1:7000", script);
        };
    }

    private static int firstLine(Script script) {
        return script.steps().getFirst().line();
    }

    private static Transcript transcript(Script script, int seed) {
        List<Event> events = new ArrayList<>();
        int line = firstLine(script);
        events.add(new Event(1000, line, "a", Kind.ACT, Bytes.EMPTY, 0, "connects"));
        for (int i = 0; i < script.steps().size(); i++) {
            long nanos = 100_000L * i + Math.floorMod(seed * 31L + i * 7919L, 99_000L);
            events.add(new Event(nanos, script.steps().get(i).line(), "a", i % 2 == 0 ? Kind.SENT : Kind.RECEIVED,
                    Bytes.of("*2\r\n$4\r\nECHO\r\n$40\r\n" + "x".repeat(40) + "\r\n"), 60, ""));
        }
        return new Transcript(events, 0, 0, script.steps().stream()
                .map(step -> new Played(step.line(), 1, 1000L * step.line(), 1000L * step.line())).toList());
    }
}
