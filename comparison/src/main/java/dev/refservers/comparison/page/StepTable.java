package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement.Step;
import dev.refservers.comparison.result.Summary;
import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of an experiment: one row for each server and part. */
final class StepTable {

    private StepTable() {}

    /** A part with the figures of all blocks; its value is their mean, as a share of what a server can do is another rate each time. */
    record Part(String name, double value, Summary summary, double offeredPerSecond) {}

    /** The parts of a row, in their order; a part has the same name in every block. */
    static List<Part> parts(Topic.Row row) {
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        row.cell().measurements().forEach(block -> block.steps()
                .forEach(step -> steps.computeIfAbsent(step.name(), _ -> new ArrayList<>()).add(step)));
        return steps.values().stream().map(same -> {
            List<Load> loads = same.stream().map(Step::load).toList();
            return new Part(same.getFirst().name(), same.stream().mapToDouble(Step::value).average().orElse(0),
                    Summary.of(loads, true),
                    loads.stream().mapToDouble(Load::offeredPerSecond).max().orElse(0));
        }).toList();
    }

    /** The table, folded; empty where the scenario has no parts. */
    static String of(Topic topic, Map<String, List<Part>> parts) {
        if (parts.values().stream().allMatch(List::isEmpty)) {
            return "";
        }
        StringBuilder html = new StringBuilder("<details><summary>Its parts, one by one</summary>\n");
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Parts of ")
                .append(Markup.escape(topic.name())).append("\"><table><thead><tr>");
        List.of("server", "part", "requests/s", "CPU µs /request", "p50 µs", "p99 µs", "longest µs", "threads",
                "PSS MB")
                .forEach(head -> html.append("<th scope=\"col\">").append(head).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        parts.forEach((server, list) -> {
            for (Part part : list) {
                Summary summary = part.summary();
                html.append("<tr data-server=\"").append(Markup.escape(server)).append("\"><th scope=\"row\">")
                        .append(Markup.escape(server)).append("</th><td class=\"words\">")
                        .append(Markup.escape(part.name())).append("</td>");
                for (double figure : new double[]{summary.requestsPerSecond(), summary.cpuMicrosPerRequest(),
                    summary.p50Micros(), summary.p99Micros(), summary.maxMicros(), summary.threads(),
                    summary.proportionalBytes() / 1e6}) {
                    html.append("<td>").append(figure < 0 ? "-" : Numbers.three(figure)).append("</td>");
                }
                html.append("</tr>\n");
            }
        });
        return html.append("</tbody></table></div></details>\n").toString();
    }
}
