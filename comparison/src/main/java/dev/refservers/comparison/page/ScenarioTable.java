package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Summary;
import dev.refservers.conformance.report.Markup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Everything that is known of one scenario in figures: least CPU time per request first, void cells last. */
final class ScenarioTable {

    private static final List<String> HEADS = List.of("server", "CPU µs /request", "times reference", "requests/s",
            "p50 µs", "p90 µs", "p99 µs", "p99.9 µs", "longest µs", "switches /request", "threads", "RSS MB",
            "PSS MB");

    private final Topics topics;
    private final Topic topic;
    private final AllRatios ratios;
    private final Marks marks;
    private final List<String> figures;
    private final StringBuilder html = new StringBuilder();

    private ScenarioTable(Topics topics, Topic topic, AllRatios ratios, Marks marks) {
        this.topics = topics;
        this.topic = topic;
        this.ratios = ratios;
        this.marks = marks;
        this.figures = FigureNames.of(topic);
    }

    static String of(Topics topics, Topic topic, AllRatios ratios, Marks marks) {
        return new ScenarioTable(topics, topic, ratios, marks).write();
    }

    private String write() {
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of ")
                .append(Markup.escape(topic.name())).append("\"><table class=\"sortable\"><thead><tr>");
        HEADS.forEach(this::head);
        figures.stream().map(FigureNames::words).forEach(this::head);
        html.append("</tr></thead><tbody>\n");
        topic.rows().forEach(this::row);
        html.append("</tbody></table></div>\n");
        topic.measured().stream().filter(row -> row.cell().limit() != null)
                .forEach(row -> html.append("<p class=\"note\">† ").append(Markup.escape(row.name())).append(' ')
                        .append(Markup.escape(row.cell().limit() + ".")).append("</p>\n"));
        return html.toString();
    }

    private void head(String text) {
        html.append("<th scope=\"col\">").append(Markup.escape(text)).append("</th>");
    }

    private void row(Topic.Row row) {
        html.append("<tr data-server=\"").append(Markup.escape(row.name())).append("\">")
                .append(marks.header(row.name(), topics.alias().filter(row.name()::equals).isPresent()
                        ? " <small>the same server again</small>"
                        : row.summary().isPresent() ? Marks.conforming(row.server(), topic.protocol()) : ""));
        if (row.summary().isPresent()) {
            figures(row, row.summary().get());
        } else {
            html.append("<td class=\"words\" colspan=\"").append(HEADS.size() - 1 + figures.size()).append("\">")
                    .append(row.ended() ? "" : "VOID: ")
                    .append(Markup.escape(row.cell().voidReason().orElse("Not measured."))).append("</td>");
        }
        html.append("</tr>\n");
    }

    private void figures(Topic.Row row, Summary summary) {
        String atLeast = summary.generatorWasLimit() ? "≥ " : "";
        if (summary.metered()) {
            boolean several = row.cell().measurements().size() > 1;
            String spread = several
                    ? " <small>± " + Numbers.three((summary.cpuMicrosMost() - summary.cpuMicrosLeast()) / 2)
                            + "</small>"
                    : "";
            html.append(String.format(Locale.ROOT, "<td data-v=\"%.5g\">", summary.cpuMicrosPerRequest()))
                    .append(Numbers.three(summary.cpuMicrosPerRequest())).append(spread)
                    .append(OverviewTable.flags(row)).append("</td><td data-topic=\"")
                    .append(Markup.escape(topic.id())).append("\" data-bounds>")
                    .append(AllRatios.markup(ratios.of(row.name(), topics.reference().orElse(""), topic),
                            topics.reference().filter(row.name()::equals).isPresent(), true))
                    .append("</td>");
        } else {
            html.append("<td>-</td><td>-</td>");
        }
        html.append(String.format(Locale.ROOT, "<td data-v=\"%.5g\">", summary.requestsPerSecond())).append(atLeast)
                .append(Numbers.whole(summary.requestsPerSecond())).append(signs(summary)).append("</td>");
        for (double micros : new double[]{summary.p50Micros(), summary.p90Micros(), summary.p99Micros(),
            summary.p999Micros(), summary.maxMicros()}) {
            number(Optional.of(micros), signs(summary));
        }
        number(known(summary.switchesPerRequest()));
        number(known(summary.threads()));
        number(known(summary.residentBytes() / 1e6));
        number(known(summary.proportionalBytes() / 1e6));
        for (String figure : figures) {
            OptionalDouble median = FigureNames.median(row.cell(), figure);
            number(median.isPresent() ? Optional.of(median.getAsDouble()) : Optional.empty());
        }
    }

    /** What goes for CPU time goes for all that was timed; what the signs mean is said at the first. */
    private static String signs(Summary summary) {
        String signs = (summary.disturbed() ? "~" : "") + (summary.settled() ? "" : "?");
        return signs.isEmpty() ? "" : "<sup>" + signs + "</sup>";
    }

    /** What is below zero is unknown. */
    private static Optional<Double> known(double value) {
        return value < 0 ? Optional.empty() : Optional.of(value);
    }

    private void number(Optional<Double> value) {
        number(value, "");
    }

    private void number(Optional<Double> value, String signs) {
        html.append(value.map(number -> String.format(Locale.ROOT, "<td data-v=\"%.5g\">%s%s</td>", number,
                number >= 10 && number % 1 == 0 ? Numbers.whole(number) : Numbers.three(number), signs))
                .orElse("<td>-</td>"));
    }
}
