package dev.refservers.comparison.run;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Conformance as the client scripts see it. */
public final class ScriptConformance implements Conformance {

    /** Scripts that need much time, many connections, or a server with settings of its own. */
    private static final Set<String> LEFT_OUT_OF_SAMPLES = Set.of("slow", "many-clients", "server");
    /** Enough to see that a server is not broken, in a second or two. */
    private static final int SAMPLE = 50;
    /** A figure must not be missing because the machine was slow for a moment; only failures take longer by this. */
    private static final double TIME_LIMIT_SCALE = 3;

    private final List<Script> scripts;
    private final boolean sampled;

    private ScriptConformance(List<Script> scripts, boolean sampled) {
        this.scripts = scripts;
        this.sampled = sampled;
    }

    /** All scripts that come with the suite. */
    public static ScriptConformance all() {
        return new ScriptConformance(Suite.bundled().scripts(), false);
    }

    /** An even sample of the scripts of each protocol. */
    public static ScriptConformance sample() {
        return new ScriptConformance(Suite.bundled().scripts(), true);
    }

    /** Which scripts are played, as a sentence. */
    public String sentence(List<String> protocols) {
        int played = protocols.stream().mapToInt(protocol -> scripts(protocol).size()).sum();
        long all = scripts.stream().filter(script -> protocols.contains(script.protocol())).count();
        return sampled
                ? "A sample of the client scripts, " + played + " of " + all
                        + ", is played against each server; ./servers conform plays all."
                : "All " + all + " client scripts are played against each server.";
    }

    @Override
    public ConformanceResult check(Candidate candidate, String protocol) {
        List<Script> chosen = scripts(protocol);
        TargetResults results = Suite.of(scripts).select(chosen)
                .run(List.of(candidate.target(protocol)), RunOptions.DEFAULT.withTimeoutScale(TIME_LIMIT_SCALE),
                        RunListener.NONE)
                .targets()
                .getFirst();
        Map<String, Long> counts = new TreeMap<>();
        // Not those beside them that prove what a server lacks: so many are counted as were said to be played.
        results.results().stream().filter(result -> chosen.contains(result.script()))
                .forEach(result -> counts.merge(result.verdict().word(), 1L, Long::sum));
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

    private List<Script> scripts(String protocol) {
        List<Script> spoken = scripts.stream()
                .filter(script -> script.protocol().equals(protocol))
                .filter(script -> !sampled || script.tags().stream().noneMatch(LEFT_OUT_OF_SAMPLES::contains))
                .toList();
        if (!sampled || spoken.size() <= SAMPLE) {
            return spoken;
        }
        return IntStream.range(0, SAMPLE).mapToObj(i -> spoken.get(i * spoken.size() / SAMPLE)).toList();
    }
}
