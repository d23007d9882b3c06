package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results for a terminal. */
public final class TextReport {

    private static final int DUMPED_BYTES = 256;
    private static final int SHOWN_EVENTS = 30;

    private TextReport() {}

    /** The matrix, scripts × targets, with a legend and the counts below it. */
    public static String matrix(Results results) {
        List<Script> scripts = results.scripts();
        int width = scripts.stream().mapToInt(script -> script.id().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (String line : headings(results, width)) {
            text.append(line.stripTrailing()).append('\n');
        }
        for (Script script : scripts) {
            text.append(("%-" + Math.max(1, width) + "s").formatted(script.id()));
            for (TargetResults target : results.targets()) {
                text.append("  ").append(target.result(script.id()).map(result -> result.verdict().mark()).orElse(" "));
            }
            text.append('\n');
        }
        return text.append('\n').append(legend()).append("\n\n").append(counts(results)).toString();
    }

    /** The targets' names, from top to bottom above their columns. */
    private static List<String> headings(Results results, int width) {
        int height = results.targets().stream().mapToInt(target -> target.target().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            StringBuilder line = new StringBuilder(" ".repeat(width));
            for (TargetResults target : results.targets()) {
                int at = row - (height - target.target().length());
                line.append("  ").append(at < 0 ? ' ' : target.target().charAt(at));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String legend() {
        return Arrays.stream(Verdict.values()).map(verdict -> verdict.mark() + " " + verdict.word())
                .collect(Collectors.joining("   "));
    }

    /** One line for each target: how many of which verdict, and how long it took. */
    public static String counts(Results results) {
        int width = results.targets().stream().mapToInt(target -> target.target().length()).max().orElse(1);
        StringBuilder text = new StringBuilder();
        for (TargetResults target : results.targets()) {
            Map<Verdict, Long> counts = target.counts();
            text.append(("%-" + width + "s  ").formatted(target.target()))
                    .append(counts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey().word())
                            .collect(Collectors.joining(", ")))
                    .append(String.format(Locale.ROOT, ", in %.1f s", target.took().toMillis() / 1000.0));
            if (!target.problems().isEmpty()) {
                text.append(", and ").append(target.problems().size()).append(" other problem")
                        .append(target.problems().size() == 1 ? "" : "s");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** {@link #explain} for all that did not pass, and the targets' other problems. Empty if all is well. */
    public static String explainAll(Results results, boolean strict) {
        StringBuilder text = new StringBuilder();
        for (TargetResults target : results.targets()) {
            target.results().stream().filter(result -> result.verdict().failsRun(strict))
                    .forEach(result -> text.append(explain(result)).append('\n'));
            target.problems().forEach(problem -> text.append("PROBLEM  ").append(target.target()).append(": ")
                    .append(problem).append("\n\n"));
        }
        return text.toString();
    }

    /** Why one script did not pass: what was expected, what came, a hex dump, and the conversation. */
    public static String explain(Result result) {
        Script script = result.script();
        StringBuilder text = new StringBuilder();
        text.append("%s  %s against %s%n".formatted(result.verdict().word().toUpperCase(Locale.ROOT), script.id(),
                result.target()));
        text.append("  ").append(script.title()).append('\n');
        text.append("  docs/protocol.md, ").append(String.join(", ", script.rules())).append('\n');
        if (result.mismatch().isEmpty()) {
            return text.append("  ").append(result.reason()).append('\n').append(conversation(result.transcript()))
                    .toString();
        }
        Mismatch mismatch = result.mismatch().get();
        text.append("\n  ").append(script.source().name()).append(':').append(mismatch.line()).append(":  ")
                .append(script.source().line(mismatch.line()).strip()).append('\n');
        text.append("  expected  ").append(mismatch.expected()).append('\n');
        text.append("  came      ").append(mismatch.came()).append('\n');
        if (mismatch.bytes().size() > 0) {
            text.append('\n').append(mismatch.bytes().hexDump(DUMPED_BYTES).indent(4));
        }
        return text.append('\n').append(conversation(result.transcript())).toString();
    }

    private static String conversation(Transcript transcript) {
        List<Transcript.Event> events = transcript.events();
        if (events.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("  the conversation, in milliseconds:\n");
        int first = Math.max(0, events.size() - SHOWN_EVENTS);
        if (first > 0) {
            text.append("      … ").append(first + transcript.omitted()).append(" events before …\n");
        }
        for (Transcript.Event event : events.subList(first, events.size())) {
            text.append(String.format(Locale.ROOT, "  %10.3f  %-8s ", event.nanos() / 1e6, event.who()))
                    .append(what(event)).append('\n');
        }
        return text.toString();
    }

    private static String what(Transcript.Event event) {
        String bytes = event.bytes().quoted(80) + (event.size() > event.bytes().size() ? " of " + event.size() : "");
        return switch (event.kind()) {
            case SENT -> "→ " + bytes;
            case RECEIVED -> "← " + bytes;
            case ACT, ENDED, NOTE -> event.text();
        };
    }
}
