package dev.refservers.conformance.result;

import dev.refservers.conformance.script.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The matrix: targets × scripts.
 *
 * @param started when the run began
 * @param targets in the order in which they were asked for
 */
public record Results(Instant started, List<TargetResults> targets) {

    public Results {
        targets = List.copyOf(targets);
    }

    /** Every script of the run, in order. */
    public List<Script> scripts() {
        Map<String, Script> scripts = new LinkedHashMap<>();
        targets.forEach(target -> target.results()
                .forEach(result -> scripts.putIfAbsent(result.script().id(), result.script())));
        return new ArrayList<>(scripts.values());
    }

    /** Whether any script has been played, or was found not to apply. */
    public boolean wasAnythingTried() {
        return targets.stream().flatMap(target -> target.results().stream())
                .anyMatch(result -> result.verdict() != Verdict.NOT_RUN);
    }

    /** Whether every target conforms. */
    public boolean passed(boolean strict) {
        return targets.stream().allMatch(target -> target.passed(strict));
    }
}
