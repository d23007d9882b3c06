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

/** Conformance as the client scripts see it. */
public final class ScriptConformance implements Conformance {

    private static final Set<String> LEFT_OUT_WHEN_QUICK = Set.of("slow", "many-clients", "server");

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

    /** Those scripts that need neither much time, nor many connections, nor a server with settings of its own. */
    public static ScriptConformance quick() {
        List<Script> all = Suite.bundled().scripts();
        List<Script> quick = all.stream()
                .filter(script -> script.tags().stream().noneMatch(LEFT_OUT_WHEN_QUICK::contains))
                .toList();
        return new ScriptConformance(Suite.of(quick), "Those client scripts that take little time, " + quick.size()
                + " of " + all.size() + " for all protocols, are played against each server; ./servers conform plays "
                + "all.");
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
