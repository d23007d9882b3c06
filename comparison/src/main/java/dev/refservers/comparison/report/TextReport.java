package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratios;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A comparison as plain text: what was run, one table for each scenario and protocol, and what else there is to say. */
public final class TextReport {

    private TextReport() {}

    /** The whole text, at most 100 columns wide. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        text.append(paragraph(what(comparison))).append(paragraph(comparison.host().layout()));
        text.append(conformance(comparison));
        String reference = comparison.plan().reference();
        List<Ratio> ratios = reference == null ? List.of() : Ratios.of(comparison, reference);
        for (String protocol : comparison.plan().protocols()) {
            for (ScenarioFacts scenario : comparison.plan().scenarios()) {
                text.append(table(comparison, scenario, protocol, ratios.stream().filter(
                        ratio -> ratio.protocol().equals(protocol) && ratio.scenario().equals(scenario.name()))
                        .toList()));
            }
        }
        text.append(FigureTable.legend(comparison));
        text.append(problems(comparison));
        return text.toString();
    }

    private static String what(Comparison comparison) {
        Plan plan = comparison.plan();
        var host = comparison.host();
        return String.format(Locale.ROOT,
                "%s comparison, %d block%s of %.1f s for each figure, seed %d, %.0f s in all, on "
                        + "%s, %s, %d cores, JDK %s%s.",
                plan.mode().equals(Plan.QUICK) ? "Quick" : "Full", plan.blocks(),
                plan.blocks() == 1 ? "" : "s", plan.measuredMillis() / 1e3, plan.seed(), comparison.seconds(),
                host.system(), host.processor(), host.cores(), host.jdk(),
                host.revision() == null ? "" : ", revision " + host.revision());
    }

    private static String conformance(Comparison comparison) {
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
        return paragraph("Before measuring: " + comparison.plan().conformance()) + table.render(Terminal.WIDTH) + "\n";
    }

    private static String verdict(ConformanceResult result) {
        String counts = String.join(", ", result.counts()
                .entrySet()
                .stream()
                .sorted(java.util.Map.Entry.<String, Long>comparingByValue().reversed())
                .map(count -> count.getValue() + " " + count.getKey())
                .toList());
        if (result.passed()) {
            return "conforms (" + counts + ")";
        }
        return "does NOT conform" + (counts.isEmpty() ? "" : " (" + counts + ")") + ". "
                + String.join("; ", result.failures().subList(0, Math.min(3, result.failures().size())))
                + (result.failures().size() > 3 ? "; and " + (result.failures().size() - 3) + " more" : "");
    }

    private static String table(Comparison comparison, ScenarioFacts scenario, String protocol,
            List<Ratio> ratios) {
        List<ServerResult> servers = comparison.servers()
                .stream()
                .filter(server -> server.unavailable() == null)
                .toList();
        if (servers.stream().allMatch(server -> server.cell(scenario.name(), protocol).isEmpty())) {
            return "";
        }
        String reference = comparison.plan().reference();
        FigureTable table = new FigureTable(ratios.isEmpty() ? null : reference,
                ratios.stream().collect(Collectors.toMap(Ratio::server, Function.identity())));
        Map<String, Cell> cells = new LinkedHashMap<>();
        servers.forEach(server -> {
            server.cell(scenario.name(), protocol).ifPresentOrElse(cell -> {
                cells.put(server.name(), cell);
                table.add(server.name(), cell);
            }, () -> table.addNotApplicable(server.name()));
        });
        return paragraph(scenario.name() + " (" + protocol + "): " + scenario.title() + ". " + scenario.why())
                + table.render(Terminal.WIDTH) + new DetailTables(Terminal.WIDTH).render(cells)
                + words(comparison, ratios) + "\n";
    }

    private static String words(Comparison comparison, List<Ratio> ratios) {
        String reference = comparison.plan().reference();
        return reference == null
                ? ""
                : Words.sentences(ratios, reference).stream().map(TextReport::paragraph).collect(Collectors.joining());
    }

    private static String problems(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        for (ServerResult server : comparison.servers()) {
            server.problems().forEach(problem -> text.append(paragraph(server.name() + ": " + problem)));
        }
        return text.toString();
    }

    private static String paragraph(String text) {
        return String.join("\n", TextTable.wrap(text, Terminal.WIDTH)) + "\n";
    }
}
