package dev.refservers.comparison.page;

import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.result.Summary;
import dev.refservers.conformance.report.Markup;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first table: a row for each server, a column for each scenario, CPU time per request and the ratio to the reference. */
final class OverviewTable {

    private static final String UNSETTLED = "its code was still being compiled, or became faster, when the warm-up was over";

    private OverviewTable() {}

    static String of(Topics topics, AllRatios ratios, Marks marks) {
        StringBuilder html = new StringBuilder("<section id=\"overview\"><h2>CPU time per request</h2>\n<p>");
        html.append("Microseconds of the server's whole process tree, kernel included; below, as a multiple of ")
                .append("<b class=\"reference\">").append(Markup.escape(topics.reference().orElse("nobody")))
                .append("</b>. <span class=\"LESS\">▼ less</span>, <span class=\"MORE\">▲ more</span>, ")
                .append("<span class=\"INDISTINGUISHABLE\">≈ not to be told from noise</span>, "
                        + "<span class=\"UNKNOWN\">in brackets: no verdict, for it was measured too seldom for an "
                        + "interval</span>. Where CPU time is not that of a request, as of a start, it is in the "
                        + "scenario's own table only.</p>\n")
                .append("<div class=\"controls\" hidden></div>\n");
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"CPU time per request of each "
                + "server in each scenario\"><table class=\"sortable overview\"><thead><tr><th scope=\"col\">server</th>");
        List<Topic> shown = topics.all().stream().filter(Topic::ofRequests).toList();
        for (Topic topic : shown) {
            html.append("<th scope=\"col\"><a href=\"#").append(Markup.escape(topic.id())).append("\">")
                    .append(Markup.escape(topic.name())).append("</a></th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (ServerResult server : sorted(topics)) {
            html.append("<tr data-server=\"").append(Markup.escape(server.name())).append("\">")
                    .append(marks.header(server.name(), ""));
            shown.forEach(topic -> html.append(cell(topics, ratios, topic, server)));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").append(legend(topics)).append("</section>\n").toString();
    }

    private static List<ServerResult> sorted(Topics topics) {
        return topics.comparison().servers().stream().filter(server -> server.unavailable() == null)
                .sorted(Comparator.comparingDouble(server -> topics.all().stream()
                        .filter(topic -> topic.metered().size() > 1).limit(1)
                        .flatMap(topic -> topic.rows().stream()).filter(row -> row.name().equals(server.name()))
                        .mapToDouble(Topic.Row::cost).findFirst().orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }

    private static String cell(Topics topics, AllRatios ratios, Topic topic, ServerResult server) {
        Optional<Topic.Row> row = topic.rows().stream().filter(each -> each.name().equals(server.name())).findFirst();
        if (row.isEmpty()) {
            return "<td class=\"none\"><abbr title=\"not applicable: it does not speak this protocol\">n/a</abbr></td>";
        }
        Optional<Summary> summary = row.get().summary();
        if (summary.isEmpty()) {
            return "<td class=\"none\"><a href=\"#void-" + Markup.escape(server.name()) + "\">"
                    + (row.get().ended() ? "limit" : "VOID") + "</a></td>";
        }
        if (!summary.get().metered()) {
            return "<td class=\"none\">-</td>";
        }
        boolean itself = topics.reference().filter(server.name()::equals).isPresent();
        return String.format(Locale.ROOT, "<td data-topic=\"%s\" data-v=\"%.5g\">%s%s%s</td>",
                Markup.escape(topic.id()),
                summary.get().cpuMicrosPerRequest(), Numbers.three(summary.get().cpuMicrosPerRequest()),
                flags(row.get()),
                AllRatios.markup(ratios.of(server.name(), topics.reference().orElse(""), topic), itself, false));
    }

    /** The signs behind a figure, each with its meaning. */
    static String flags(Topic.Row row) {
        StringBuilder flags = new StringBuilder();
        row.summary().ifPresent(summary -> {
            if (row.cell().limit() != null) {
                flags.append(flag("†", row.name() + " " + row.cell().limit()));
            }
            if (summary.disturbed()) {
                flags.append(flag("~", "others had more than 5 % of a core meanwhile"));
            }
            if (!summary.settled()) {
                flags.append(flag("?", UNSETTLED));
            }
        });
        return flags.isEmpty() ? "" : "<sup>" + flags + "</sup>";
    }

    private static String flag(String sign, String meaning) {
        return "<abbr title=\"" + Markup.escape(meaning) + "\">" + sign + "</abbr>";
    }

    /** What the signs mean, as far as they occur. */
    private static String legend(Topics topics) {
        StringBuilder html = new StringBuilder("<ul class=\"marks\">");
        sign(html, topics.all().stream().flatMap(topic -> topic.measured().stream())
                .anyMatch(row -> row.cell().limit() != null), "†",
                "with fewer connections than the others: its limit was reached, see the scenario's table");
        sign(html, topics.all().stream().anyMatch(topic -> topic.any(Summary::disturbed)), "~",
                "others had more than 5 % of a core meanwhile: repeat it when the machine is quiet");
        sign(html, topics.all().stream().anyMatch(topic -> topic.any(summary -> !summary.settled())), "?",
                "had not settled: " + UNSETTLED);
        sign(html, topics.all().stream().anyMatch(topic -> topic.any(Summary::generatorWasLimit)), "≥",
                "the generator was busy for more than 90 % of the time: the server may answer more requests, and sooner");
        sign(html, topics.all().stream().anyMatch(topic -> topic.any(summary -> !summary.metered())), "-",
                "unknown: nothing is timed in this scenario, or the server was started by its user");
        sign(html, true, "×",
                "the median of rounds that were measured side by side: where it is not what the two figures "
                        + "divide to, the machine was slower in some rounds than in others");
        return html.append("</ul>\n").toString();
    }

    private static void sign(StringBuilder html, boolean occurs, String sign, String meaning) {
        if (occurs) {
            html.append("<li><b>").append(sign).append("</b> ").append(Markup.escape(meaning)).append("</li>");
        }
    }
}
