package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.terminal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What comes before all figures, whatever form it is given: what was run, and who conforms. */
final class Introduction {

    private Introduction() {}

    /** What was run where, a paragraph each. */
    static List<String> paragraphs(Comparison comparison) {
        Plan plan = comparison.plan();
        Host host = comparison.host();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(String.format(Locale.ROOT,
                "%s comparison, %d block%s of %.1f s for each figure, seed %d, %.0f s in all, on "
                        + "%s, %s, %d cores, JDK %s%s.",
                plan.mode().equals(Plan.QUICK) ? "Quick" : "Full", plan.blocks(),
                plan.blocks() == 1 ? "" : "s", plan.measuredMillis() / 1e3, plan.seed(), comparison.seconds(),
                host.system(), host.processor(), host.cores(), host.jdk(),
                host.revision() == null ? "" : ", revision " + host.revision()));
        paragraphs.add(host.layout());
        paragraphs.addAll(host.warnings());
        return paragraphs;
    }

    /** Which scripts were played. */
    static String scripts(Comparison comparison) {
        return "Before measuring: " + comparison.plan().conformance();
    }

    /** Who conforms, and who could not be asked. */
    static TextTable conformance(Comparison comparison) {
        TextTable table = new TextTable().head("conformance");
        for (ServerResult server : comparison.servers()) {
            if (server.unavailable() != null) {
                table.sentence(server.name(), "Not available here: " + server.unavailable());
            }
            if (server.unavailable() == null && server.speaksOnly() != null) {
                table.sentence(server.name(), "No scripts: it speaks only " + server.speaksOnly()
                        + ". Every reply to its load is checked.");
            }
            for (ConformanceResult result : server.conformance()) {
                table.sentence(server.name(), result.protocol() + ": " + verdict(result));
            }
        }
        return table;
    }

    /** Whether every server that was asked conforms. */
    static boolean allConform(Comparison comparison) {
        return comparison.servers().stream().flatMap(server -> server.conformance().stream())
                .allMatch(ConformanceResult::passed);
    }

    /** What else went wrong, a sentence each. */
    static List<String> problems(Comparison comparison) {
        return comparison.servers().stream()
                .flatMap(server -> server.problems().stream().map(problem -> server.name() + ": " + problem)).toList();
    }

    private static String verdict(ConformanceResult result) {
        String counts = String.join(", ", result.counts()
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(count -> count.getValue() + " " + count.getKey())
                .toList());
        if (result.passed()) {
            return "conforms (" + counts + ")";
        }
        return "does NOT conform" + (counts.isEmpty() ? "" : " (" + counts + ")") + ". "
                + String.join("; ", result.failures().subList(0, Math.min(3, result.failures().size())))
                + (result.failures().size() > 3 ? "; and " + (result.failures().size() - 3) + " more" : "");
    }
}
