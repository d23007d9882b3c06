package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with a server, in one paragraph: the cause that explains most, and the script that showed it, of several the
 * one that leaves fewest causes open.
 */
final class Diagnosis {

    /** A server that has one of these fails whatever is played afterwards. */
    private static final List<Fault> FIRST = List.of(Fault.DIED, Fault.HUNG, Fault.MUTE, Fault.REFUSED, Fault.FLOOD);

    private Diagnosis() {}

    /** Empty if the server conforms. */
    static Optional<String> of(TargetResults target, boolean strict) {
        List<Result> all = target.results().stream().filter(result -> result.verdict().failsRun(strict)).toList();
        Map<Optional<String>, Long> causes = all.stream()
                .collect(Collectors.groupingBy(Hint::cause, Collectors.counting()));
        List<Result> failures = all.stream().sorted(Comparator.comparingInt(Diagnosis::rank)
                .thenComparingLong(failure -> -causes.getOrDefault(Hint.cause(failure), 0L))
                .thenComparingInt(Hint::causes)
                .thenComparingInt(failure -> failure.script().source().lines().size())).toList();
        if (failures.isEmpty()) {
            return target.problems().stream().findFirst().map(problem -> target.target() + ": " + problem);
        }
        Result first = failures.getFirst();
        StringBuilder text = new StringBuilder(target.target());
        text.append(' ').append(Hint.cause(first).filter(_ -> first.mismatch().isPresent())
                .orElse("does not do what it must"));
        text.append(", in ").append(first.script().id()).append(" (").append(plain(first.script().title()))
                .append("). ");
        text.append(Hint.of(first).orElseGet(() -> Failures.sentence(first)));
        if (failures.size() > 1) {
            text.append(' ').append(failures.size() - 1).append(" more script").append(failures.size() == 2 ? "" : "s")
                    .append(" failed.");
        }
        return Optional.of(text.toString());
    }

    private static int rank(Result failure) {
        Optional<Fault> fault = failure.mismatch().map(Mismatch::fault);
        int place = fault.map(FIRST::indexOf).orElse(-1);
        if (place >= 0) {
            return place;
        }
        return fault.isPresent() ? FIRST.size() : FIRST.size() + 1;
    }

    private static String plain(String title) {
        return title.endsWith(".") ? title.substring(0, title.length() - 1) : title;
    }
}
