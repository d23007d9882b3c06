package dev.refservers.comparison.page;

import dev.refservers.comparison.page.svg.BarChart;
import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** What a connection weighs: a slope over a family of scenarios that differ in their connections, not a difference of two. */
final class MemorySection {

    /** Of these the first that was measured is drawn. */
    private static final List<String> DRAWN = List.of("proportionalBytes", "anonymousBytes");

    private MemorySection() {}

    /** Figures per connection, by server; a figure that grows with no connection is not there. */
    private record Weights(List<Topic> family, List<String> figures, Map<String, Map<String, Double>> bytes) {}

    /** The section; empty where no family of connections was weighed. */
    static String of(Topics topics, Marks marks) {
        return topics.families().stream().filter(family -> family.getFirst().scenario().axis().contains("connection"))
                .map(MemorySection::weigh).filter(weights -> !weights.bytes.isEmpty()).findFirst()
                .map(weights -> section(topics, weights, marks)).orElse("");
    }

    private static Weights weigh(List<Topic> family) {
        TreeSet<String> names = new TreeSet<>();
        family.forEach(topic -> FigureNames.of(topic).stream().filter(FigureNames::isWeight).forEach(names::add));
        Map<String, Map<String, Double>> bytes = new LinkedHashMap<>();
        for (Topic topic : family) {
            for (Topic.Row row : topic.measured()) {
                bytes.computeIfAbsent(row.name(), server -> slopes(family, server, names));
            }
        }
        bytes.values().removeIf(Map::isEmpty);
        return new Weights(family, List.copyOf(names), bytes);
    }

    private static Map<String, Double> slopes(List<Topic> family, String server, Set<String> names) {
        Map<String, Double> slopes = new LinkedHashMap<>();
        for (String name : names) {
            List<double[]> points = new ArrayList<>();
            for (Topic topic : family) {
                topic.measured(server).filter(row -> row.cell().limit() == null).ifPresent(row -> {
                    OptionalDouble megabytes = FigureNames.median(row.cell(), name);
                    megabytes.ifPresent(value -> points.add(new double[]{Topics.value(topic), 1e6 * value}));
                });
            }
            slope(points).ifPresent(slope -> slopes.put(name, slope));
        }
        return slopes;
    }

    /** Of the line with the least squares. */
    static OptionalDouble slope(List<double[]> points) {
        if (points.size() < 2) {
            return OptionalDouble.empty();
        }
        double x = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
        double y = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
        double covariance = points.stream().mapToDouble(point -> (point[0] - x) * (point[1] - y)).sum();
        double variance = points.stream().mapToDouble(point -> (point[0] - x) * (point[0] - x)).sum();
        return variance > 0 ? OptionalDouble.of(covariance / variance) : OptionalDouble.empty();
    }

    private static String section(Topics topics, Weights weights, Marks marks) {
        StringBuilder html = new StringBuilder(
                "<section id=\"memory\"><h2>Memory per connection</h2>\n<p>Bytes that one more "
                        + "connection takes: the slope over ")
                .append(Markup.escape(String.join(", ", weights.family.stream().map(Topic::name).toList())))
                .append(", after a garbage collection. What the kernel keeps for it is apart, and has both ends of each "
                        + "connection in it, the generator's too. About 0 is a slope below 0: noise.</p>\n");
        chart(topics, weights, marks).ifPresent(figure -> html.append(Figure.grid(List.of(figure))));
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Memory per connection\">"
                + "<table class=\"sortable\"><thead><tr><th scope=\"col\">server</th>");
        weights.figures.forEach(name -> html.append("<th scope=\"col\">")
                .append(Markup.escape(FigureNames.words(name).replace(", MB", ", bytes"))).append("</th>"));
        html.append("</tr></thead><tbody>\n");
        weights.bytes.forEach((server, slopes) -> {
            html.append("<tr data-server=\"").append(Markup.escape(server)).append("\">")
                    .append(marks.header(server, ""));
            weights.figures.forEach(name -> html.append(Optional.ofNullable(slopes.get(name))
                    .map(slope -> slope < 0
                            ? "<td data-v=\"0\"><abbr title=\"" + Numbers.whole(slope) + ": noise\">about 0</abbr></td>"
                            : "<td data-v=\"" + Math.round(slope) + "\">" + Numbers.whole(slope) + "</td>")
                    .orElse("<td>-</td>")));
            html.append("</tr>\n");
        });
        return html.append("</tbody></table></div></section>\n").toString();
    }

    private static Optional<Figure> chart(Topics topics, Weights weights, Marks marks) {
        return DRAWN.stream().filter(weights.figures::contains).findFirst().flatMap(name -> {
            List<BarChart.Bar> bars = new ArrayList<>();
            weights.bytes.forEach((server, slopes) -> {
                if (slopes.containsKey(name)) {
                    double slope = Math.max(0, slopes.getOrDefault(name, 0.0));
                    String text = Numbers.three(slope / 1e3);
                    bars.add(new BarChart.Bar(marks.of(server), slope / 1e3, slope / 1e3, slope / 1e3, text,
                            server + ": " + text + " KB for each connection"));
                }
            });
            if (bars.size() < 2) {
                return Optional.empty();
            }
            bars.sort(Comparator.comparingDouble(BarChart.Bar::value));
            Optional<BarChart.Noise> noise = Bars.noise(topics, bars);
            return Optional.of(new Figure("memory-per-connection", "One more connection: " + name
                    .replace("proportionalBytes", "memory of the process (PSS)")
                    .replace("anonymousBytes", "anonymous memory of the process"),
                    BarChart.draw("Memory that one more connection takes, of each server", "KB per connection", bars,
                            noise),
                    Noise.sentence(topics, noise.isPresent())));
        });
    }
}
