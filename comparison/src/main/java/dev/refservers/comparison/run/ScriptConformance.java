package dev.refservers.comparison.run;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Conformance as the client scripts see it. */
public final class ScriptConformance implements Conformance {

    private static final Set<String> LEFT_OUT_WHEN_QUICK = Set.of("slow", "many-clients", "server");
    private static final int ONE_OF_WHEN_QUICK = 5;

    private final Suite suite;
    private final String sentence;

    private ScriptConformance(Suite suite, String sentence) {
        this.suite = suite;
        this.sentence = sentence;
    }

    /** All scripts that come with the suite. */
    public static ScriptConformance all() {
        return new ScriptConformance(Suite.bundled(), "All client scripts are played against each server.");
    }

    /**
     * Every fifth of those scripts that need neither much time, nor many connections, nor a server with settings of its
     * own: enough to see that a server is not broken, in a second or two.
     */
    public static ScriptConformance quick() {
        List<Script> all = Suite.bundled().scripts();
        List<Script> little = all.stream()
                .filter(script -> script.tags().stream().noneMatch(LEFT_OUT_WHEN_QUICK::contains))
                .toList();
        List<Script> quick = IntStream.range(0, little.size())
                .filter(index -> index % ONE_OF_WHEN_QUICK == 0)
                .mapToObj(little::get)
                .toList();
        return new ScriptConformance(Suite.of(quick), "A sample of the client scripts, " + quick.size() + " of "
                + all.size() + " for all protocols, is played against each server; ./servers conform plays all.");
    }

    /** Which scripts are played, as a sentence. */
    public String sentence() {
        return sentence;
    }

    @Override
    public ConformanceResult check(Candidate candidate, String protocol) {
        TargetResults results = suite.select(Selection.ALL.speaking(protocol))
                .run(List.of(candidate.target()), RunOptions.DEFAULT, RunListener.NONE)
                .targets()
                .getFirst();
        Map<String, Long> counts = new TreeMap<>();
        results.counts().forEach((verdict, count) -> counts.put(verdict.word(), count));
        List<String> failures = new ArrayList<>(results.problems());
        results.results()
                .stream()
                .filter(result -> result.verdict().failsRun(false))
                .forEach(result -> failures.add(result.script().id() + ": " + result.verdict().word()
                        + (result.reason().isEmpty() ? "" : ": " + result.reason())));
        if (results.results().isEmpty()) {
            failures.add("No script was run.");
        }
        return new ConformanceResult(protocol, failures.isEmpty(), counts, failures, results.took().toMillis() / 1e3);
    }
}
