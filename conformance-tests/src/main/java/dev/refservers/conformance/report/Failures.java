package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What made a run fail, in the order in which it is best looked at. */
final class Failures {

    private Failures() {}

    /**
     * Target by target, the shortest script first: who fails in a conversation of two lines fails in long ones for the
     * same reason.
     */
    static List<Result> of(Results results, boolean strict) {
        return results.targets().stream().flatMap(target -> target.results().stream()
                .filter(result -> result.verdict().failsRun(strict))
                .sorted(Comparator.comparingInt(result -> result.script().source().lines().size())))
                .toList();
    }

    /** What several of them have in common → which they are; the most frequent first. */
    static Map<String, List<Result>> causes(List<Result> failures) {
        Map<String, List<Result>> byCause = new LinkedHashMap<>();
        for (Result failure : failures) {
            Hint.cause(failure).ifPresent(cause -> byCause
                    .computeIfAbsent(failure.target() + ": " + cause, _ -> new ArrayList<>()).add(failure));
        }
        Map<String, List<Result>> common = new LinkedHashMap<>();
        byCause.entrySet().stream().filter(cause -> cause.getValue().size() > 1)
                .sorted(Comparator.comparingInt(cause -> -cause.getValue().size()))
                .forEach(cause -> common.put(cause.getKey(), cause.getValue()));
        return common;
    }

    /** What went wrong, as a sentence. */
    static String sentence(Result failure) {
        String reason = failure.reason();
        if (reason.isEmpty()) {
            return "";
        }
        String begun = Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
