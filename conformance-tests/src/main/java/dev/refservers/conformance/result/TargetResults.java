package dev.refservers.conformance.result;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all scripts said about one target.
 *
 * @param target its name
 * @param description what it is, in a sentence
 * @param results in the order of the scripts
 * @param problems what else was wrong, each as a sentence: a server that could not start, or did not end well
 * @param took from the first script to the last
 */
public record TargetResults(String target, String description, List<Result> results, List<String> problems,
        Duration took) {

    public TargetResults {
        results = List.copyOf(results);
        problems = List.copyOf(problems);
    }

    /** How many of each verdict there are. */
    public Map<Verdict, Long> counts() {
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        results.forEach(result -> counts.merge(result.verdict(), 1L, Long::sum));
        return counts;
    }

    /** The result of the script with this id. */
    public Optional<Result> result(String scriptId) {
        return results.stream().filter(result -> result.script().id().equals(scriptId)).findFirst();
    }

    /** Whether the target conforms: nothing failed, and all that it lacks is proven. */
    public boolean passed(boolean strict) {
        return problems.isEmpty() && results.stream().noneMatch(result -> result.verdict().failsRun(strict));
    }
}
