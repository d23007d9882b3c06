package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.result.Visible;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.spec.Rule;
import dev.refservers.conformance.spec.Specification;
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

    /** A server that fails everything is not explained on thousands of lines. */
    private static final int EXPLAINED = 20;
    private static final int SHOWN_CAUSES = 12;
    private static final int WIDTH = 100;
    private static final Specification SPECIFICATION = Specification.bundled();

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
        return Visible.of(text.append('\n').append(legend()).append("\n\n").append(counts(results)).toString());
    }

    /** The targets' names, from top to bottom above their columns; where there is but one, as people write. */
    private static List<String> headings(Results results, int width) {
        if (results.targets().size() == 1) {
            return List.of(" ".repeat(width) + "  " + results.targets().getFirst().target());
        }
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

    /**
     * {@link #explain} for what did not pass, the shortest scripts first, a sentence each where there are too many, and
     * the targets' other problems. Empty if all is well.
     */
    public static String explainAll(Results results, boolean strict) {
        StringBuilder text = new StringBuilder();
        List<Result> failures = Failures.of(results, strict);
        results.targets().forEach(target -> Diagnosis.of(target, strict)
                .ifPresent(diagnosis -> text.append(wrapped("", diagnosis)).append('\n')));
        failures.stream().limit(EXPLAINED).forEach(failure -> text.append(explain(failure)).append('\n'));
        if (failures.size() > EXPLAINED) {
            text.append(failures.size() - EXPLAINED).append(" more failed; reports in files explain all of them:\n");
            failures.stream().skip(EXPLAINED).forEach(failure -> text.append("  ").append(failure.target()).append("  ")
                    .append(failure.script().id()).append(": ").append(Failures.sentence(failure)).append('\n'));
            text.append('\n');
        }
        Map<String, List<Result>> causes = Failures.causes(failures);
        if (!causes.isEmpty()) {
            text.append("What several have in common:\n");
            causes.entrySet().stream().limit(SHOWN_CAUSES).forEach(cause -> text.append("  %4d × %s%n"
                    .formatted(cause.getValue().size(), cause.getKey())));
            text.append('\n');
        }
        for (TargetResults target : results.targets()) {
            target.problems().forEach(problem -> text.append("PROBLEM  ").append(target.target()).append(": ")
                    .append(problem).append("\n\n"));
        }
        return Visible.of(text.toString());
    }

    /** Why one script did not pass: the rules that it pins, what was expected, what came, and the conversation. */
    public static String explain(Result result) {
        Script script = result.script();
        StringBuilder text = new StringBuilder();
        text.append("%s  %s against %s%n".formatted(result.verdict().word().toUpperCase(Locale.ROOT), script.id(),
                result.target()));
        text.append("  ").append(script.title()).append("\n\n");
        for (String id : script.rules()) {
            text.append(wrapped("docs/protocol.md, " + id + ": "
                    + SPECIFICATION.rule(id).map(Rule::text).orElse("no such rule")));
        }
        Hint.of(result).ifPresent(hint -> text.append('\n').append(wrapped(hint)));
        text.append('\n').append(evidence(result).indent(2).replaceAll("(?m)^ +$", ""));
        return Visible.of(text.toString());
    }

    /** The line of the script, what was expected, what came, a hex dump, and the conversation. */
    static String evidence(Result result) {
        StringBuilder text = new StringBuilder();
        if (result.mismatch().isEmpty()) {
            return text.append(result.reason()).append('\n').append(conversation(result.transcript(), "")).toString();
        }
        Script script = result.script();
        Mismatch mismatch = result.mismatch().get();
        text.append(script.source().name()).append(':').append(mismatch.line()).append(":  ")
                .append(script.source().line(mismatch.line()).strip()).append('\n');
        text.append("expected  ").append(mismatch.expected()).append('\n');
        text.append("came      ").append(mismatch.came()).append('\n');
        if (mismatch.bytes().size() > 0) {
            text.append('\n')
                    .append(mismatch.around(DUMPED_BYTES).hexDump(mismatch.aroundFrom(DUMPED_BYTES)).indent(2));
        }
        return text.append('\n').append(conversation(result.transcript(), mismatch.client())).toString();
    }

    /** Indented by two, and broken between words. */
    private static String wrapped(String sentence) {
        return wrapped("  ", sentence);
    }

    private static String wrapped(String indentation, String sentence) {
        StringBuilder text = new StringBuilder();
        int column = WIDTH;
        for (String word : sentence.split(" ", -1)) {
            if (column + 1 + word.length() > WIDTH) {
                text.append(text.isEmpty() ? indentation : "\n" + indentation).append(word);
                column = indentation.length() + word.length();
            } else {
                text.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        return text.append('\n').toString();
    }

    /** The last events; where that are many, above all those of the client that saw the failure, and of the server. */
    private static String conversation(Transcript transcript, String client) {
        List<Transcript.Event> events = transcript.events();
        if (events.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("the conversation, in milliseconds:\n");
        int leftOut = transcript.omitted();
        for (int i = 0; i < events.size(); i++) {
            Transcript.Event event = events.get(i);
            if (!isShown(events, i, client)) {
                leftOut++;
                continue;
            }
            if (leftOut > 0) {
                text.append("    … ").append(leftOut).append(" event").append(leftOut == 1 ? "" : "s").append(" …\n");
                leftOut = 0;
            }
            text.append(String.format(Locale.ROOT, "%10.3f  %-8s ", event.nanos() / 1e6, event.who()))
                    .append(what(event)).append('\n');
        }
        return text.toString();
    }

    private static boolean isShown(List<Transcript.Event> events, int index, String client) {
        List<Transcript.Event> after = events.subList(index + 1, events.size());
        if (after.size() < SHOWN_EVENTS / 3) {
            return true;
        }
        boolean concerned = concerns(events.get(index), client);
        long before = after.stream().filter(event -> concerns(event, client)).count();
        // What is left of the room goes to the others, the last of them first.
        long all = events.stream().filter(event -> concerns(event, client)).count();
        return concerned ? before < SHOWN_EVENTS : after.size() < SHOWN_EVENTS - Math.min(all, SHOWN_EVENTS);
    }

    private static boolean concerns(Transcript.Event event, String client) {
        return event.who().equals(client) || event.who().equals("server");
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
