package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratios;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A comparison as Markdown, short enough for a pull request: one table for each scenario, folded but for the first. */
public final class MarkdownReport {

    private record Row(String server, Cell cell, Optional<Summary> summary) {

        double cost() {
            return summary.filter(Summary::metered).map(Summary::cpuMicrosPerRequest).orElse(Double.MAX_VALUE);
        }
    }

    private MarkdownReport() {}

    /** The whole text. */
    public static String of(Comparison comparison) {
        Host host = comparison.host();
        String reference = comparison.plan().reference();
        List<Ratio> ratios = reference == null ? List.of() : Ratios.of(comparison, reference);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "CPU time per request, %s comparison, %d block%s, on %s, %s, %d cores, JDK %s%s.%n",
                comparison.plan().mode(),
                comparison.plan().blocks(), comparison.plan().blocks() == 1 ? "" : "s", host.system(),
                host.processor(), host.cores(), host.jdk(),
                host.revision() == null ? "" : ", revision " + host.revision()));
        boolean first = true;
        for (String protocol : comparison.plan().protocols()) {
            for (ScenarioFacts scenario : comparison.plan().scenarios()) {
                List<Row> rows = rows(comparison, scenario, protocol);
                if (!rows.isEmpty()) {
                    String title = "**" + scenario.name() + "** (" + protocol + "): " + escape(scenario.title());
                    text.append(first
                            ? "\n" + title + "\n\n"
                            : "\n<details><summary>" + scenario.name() + " ("
                                    + protocol + ")</summary>\n\n" + title + "\n\n");
                    text.append(table(rows, ratios, reference == null ? "" : reference));
                    text.append(first ? "" : "\n</details>\n");
                    first = false;
                }
            }
        }
        return text.toString();
    }

    private static List<Row> rows(Comparison comparison, ScenarioFacts scenario, String protocol) {
        List<Row> rows = new ArrayList<>();
        for (ServerResult server : comparison.servers()) {
            server.cell(scenario.name(), protocol)
                    .ifPresent(cell -> rows.add(new Row(server.name(), cell, cell.summary())));
        }
        rows.sort(Comparator.comparingDouble(Row::cost));
        return rows;
    }

    private static String table(List<Row> rows, List<Ratio> ratios, String reference) {
        StringBuilder text = new StringBuilder("| server | CPU µs/request | ")
                .append(reference.isEmpty() ? "" : "of " + reference + "'s | ")
                .append("requests/s | p50 µs | p99 µs | PSS MB |\n|---|--:|").append(reference.isEmpty() ? "" : "--:|")
                .append("--:|--:|--:|--:|\n");
        for (Row row : rows) {
            text.append("| ").append(escape(row.server)).append(" | ");
            if (row.summary.isEmpty()) {
                text.append("VOID: ").append(escape(row.cell.voidReason().orElse("Not measured.")))
                        .append(" |".repeat(reference.isEmpty() ? 5 : 6)).append('\n');
                continue;
            }
            Summary summary = row.summary.get();
            text.append(summary.metered() ? String.format(Locale.ROOT, "%.2f", summary.cpuMicrosPerRequest()) : "-");
            if (!reference.isEmpty()) {
                text.append(" | ").append(row.server.equals(reference)
                        ? "1"
                        : ratios.stream().filter(ratio -> ratio.server().equals(row.server)
                                && ratio.scenario().equals(row.cell.scenario())
                                && ratio.protocol().equals(row.cell.protocol())).findFirst()
                                .map(MarkdownReport::ratio).orElse("-"));
            }
            text.append(String.format(Locale.ROOT, " | %s%,.0f | %,.0f | %,.0f | %s |%n",
                    summary.generatorWasLimit() ? "≥" : "", summary.requestsPerSecond(), summary.p50Micros(),
                    summary.p99Micros(), summary.proportionalBytes() < 0
                            ? "-"
                            : String.format(Locale.ROOT, "%,.0f", summary.proportionalBytes() / 1e6)));
        }
        return text.toString();
    }

    private static String ratio(Ratio ratio) {
        String bounds = ratio.low() > 0 && Double.isFinite(ratio.high())
                ? String.format(Locale.ROOT, " (%.2f–%.2f)", ratio.low(), ratio.high())
                : "";
        String verdict = ratio.verdict() == Ratio.Verdict.INDISTINGUISHABLE ? " ≈" : "";
        return String.format(Locale.ROOT, "%.2f", ratio.ratio()) + bounds + verdict;
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
