package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who conforms, and why a figure is missing. */
final class VoidSection {

    private VoidSection() {}

    static String of(Topics topics, Marks marks) {
        StringBuilder html = new StringBuilder(
                "<section id=\"void\"><h2>Conformance, and why figures are missing</h2>\n<p>")
                .append(Markup.escape(topics.comparison().plan().conformance()))
                .append(" A server that fails gets no figures, unless it is one of your own: that is measured in whatever it "
                        + "does right, and marked <b>!</b>. One bad block makes a cell void.</p>\n"
                        + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Conformance\">"
                        + "<table><thead><tr><th scope=\"col\">server</th><th scope=\"col\">conformance</th>"
                        + "<th scope=\"col\">void, or not as it should be</th></tr></thead><tbody>\n");
        for (ServerResult server : topics.comparison().servers()) {
            List<String> reasons = reasons(topics, server);
            html.append("<tr id=\"void-").append(Markup.escape(server.name())).append("\" data-server=\"")
                    .append(Markup.escape(server.name())).append("\">").append(marks.header(server.name(), ""))
                    .append("<td class=\"words\">").append(Markup.escape(conformance(server)))
                    .append("</td><td class=\"words\">");
            if (reasons.isEmpty()) {
                html.append("–");
            } else {
                html.append("<ul>");
                reasons.forEach(reason -> html.append("<li>").append(Markup.escape(reason)).append("</li>"));
                html.append("</ul>");
            }
            html.append("</td></tr>\n");
        }
        return html.append("</tbody></table></div></section>\n").toString();
    }

    private static String conformance(ServerResult server) {
        if (server.unavailable() != null) {
            return "Not available here: " + server.unavailable();
        }
        if (server.speaksOnly() != null) {
            return "No scripts: it speaks only " + server.speaksOnly() + ". Every reply to its load is checked.";
        }
        return String.join(" ", server.conformance().stream().map(VoidSection::sentence).toList());
    }

    private static String sentence(ConformanceResult result) {
        String counts = String.join(", ", result.counts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(count -> count.getValue() + " " + count.getKey()).toList());
        return result.protocol() + (result.passed() ? ": conforms" : ": does NOT conform")
                + (counts.isEmpty() ? "." : " (" + counts + ").");
    }

    /** What went wrong; the same reason in several scenarios is told once. */
    private static List<String> reasons(Topics topics, ServerResult server) {
        List<String> reasons = new ArrayList<>(server.problems());
        server.conformance().forEach(result -> reasons.addAll(result.failures()));
        Map<Cell.VoidBlock, List<String>> voids = new LinkedHashMap<>();
        for (Topic topic : topics.all()) {
            topic.rows().stream().filter(row -> row.name().equals(server.name()))
                    .flatMap(row -> row.cell().voids().stream())
                    .map(block -> new Cell.VoidBlock(0, block.reason())).distinct()
                    .forEach(reason -> voids.computeIfAbsent(reason, _ -> new ArrayList<>()).add(topic.name()));
        }
        voids.forEach((block, where) -> reasons.add((block.limit() ? "In " : "VOID in ") + String.join(", ", where)
                + ": " + block.reason()));
        return reasons;
    }
}
