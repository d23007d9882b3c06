package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Visible;
import dev.refservers.conformance.script.Script;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Results in the Test Anything Protocol, version 13: what 14 has beyond it is not needed here, and
 * {@code prove}, its first reader, refuses 14.
 *
 * <p>
 * One line for each script and target. A script that is not applicable, or was not run, is {@code ok} with
 * {@code # SKIP} and the reason; one that failed has a block of YAML, in which every text is in double quotes with JSON's escapes.
 */
public final class TapReport {

    private TapReport() {}

    /** The text. */
    public static String write(Results results, boolean strict) {
        StringBuilder tap = new StringBuilder("TAP version 13\n");
        tap.append("1..").append(results.targets().stream().mapToInt(target -> target.results().size() + 1).sum())
                .append('\n');
        int number = 0;
        for (TargetResults target : results.targets()) {
            tap.append("# ").append(plain(target.target() + ": " + target.description())).append('\n');
            for (Result result : target.results()) {
                script(tap, ++number, result, strict);
            }
            boolean well = target.problems().isEmpty();
            tap.append(line(well, ++number, target.target(), "The servers started and ended as they must.", ""));
            if (!well) {
                tap.append(yaml(Map.of("message", String.join("\n", target.problems()))));
            }
        }
        results.targets().forEach(target -> Diagnosis.of(target, strict)
                .ifPresent(diagnosis -> tap.append("# ").append(plain(diagnosis)).append('\n')));
        TextReport.counts(results).lines().forEach(line -> tap.append("# ").append(plain(line)).append('\n'));
        return tap.toString();
    }

    private static void script(StringBuilder tap, int number, Result result, boolean strict) {
        Script script = result.script();
        String directive = switch (result.verdict()) {
            case NOT_APPLICABLE, NOT_RUN -> " # SKIP " + plain(result.verdict().word() + ": " + result.reason());
            case PASS, NON_STRICT, FAIL, UNPROVEN, INFO, ERROR -> "";
        };
        boolean failed = result.verdict().failsRun(strict);
        tap.append(line(!failed, number, result.target(), script.id() + ": " + script.title(), directive));
        if (failed) {
            tap.append(yaml(diagnostics(result)));
        }
    }

    private static Map<String, String> diagnostics(Result result) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("severity", result.verdict().word());
        values.put("message", result.reason());
        values.put("rules", String.join(", ", result.script().rules()));
        values.put("at", result.script().source().name()
                + result.mismatch().map(mismatch -> ":" + mismatch.line()).orElse(""));
        if (result.mismatch().isPresent()) {
            Mismatch mismatch = result.mismatch().get();
            values.put("client", mismatch.client());
            values.put("wanted", mismatch.expected());
            values.put("found", mismatch.came());
        }
        values.put("duration_ms", String.format(Locale.ROOT, "%.3f", result.took().toNanos() / 1e6));
        return values;
    }

    private static String line(boolean ok, int number, String target, String what, String directive) {
        return (ok ? "ok " : "not ok ") + number + " - " + escaped(target + " " + what) + directive + "\n";
    }

    /** A {@code #} would begin a directive. */
    private static String escaped(String description) {
        return plain(description).replace("\\", "\\\\").replace("#", "\\#");
    }

    private static String plain(String text) {
        return Visible.of(text.replaceAll("\\R", " "));
    }

    private static String yaml(Map<String, String> values) {
        StringBuilder yaml = new StringBuilder("  ---\n");
        values.forEach((name, value) -> yaml.append("  ").append(name).append(": ")
                .append(name.equals("duration_ms") ? value : JsonReport.quoted(value)).append('\n'));
        return yaml.append("  ...\n").toString();
    }
}
