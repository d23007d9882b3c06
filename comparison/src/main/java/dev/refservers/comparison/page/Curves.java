package dev.refservers.comparison.page;

import dev.refservers.comparison.page.svg.Axis;
import dev.refservers.comparison.page.svg.CurveChart;
import dev.refservers.comparison.page.svg.Series;
import dev.refservers.comparison.result.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Figures against the number that the members of a family, or the parts of an experiment, differ in. */
final class Curves {

    /** Beyond this factor a scale of equal steps would show the greatest values only. */
    private static final double LINEAR_MOST = 5;

    private Curves() {}

    /** What is drawn against the axis. */
    private record Measure(String id, String words, String unit, boolean inFactors, ToDoubleFunction<Summary> figure) {}

    private static final Measure CPU = new Measure("cpu", "CPU time per request", "µs per request",
            false, Summary::cpuMicrosPerRequest);
    private static final Measure P99 = new Measure("p99", "latency, 99 % within", "µs", true,
            Summary::p99Micros);
    private static final Measure MEMORY = new Measure("memory", "memory (PSS)", "MB", false,
            summary -> summary.proportionalBytes() / 1e6);

    /** A place on the axis and what was measured there. */
    private record Place(double x, Summary summary) {}

    /** The curves of one family of scenarios. */
    static List<Figure> ofFamily(Topics topics, List<Topic> family, Marks marks) {
        Map<String, List<Place>> places = new LinkedHashMap<>();
        for (Topic topic : family) {
            for (Topic.Row row : topic.measured()) {
                row.summary().ifPresent(summary -> places.computeIfAbsent(row.name(), _ -> new ArrayList<>())
                        .add(new Place(Topics.value(topic), summary)));
            }
        }
        String name = family.getFirst().scenario().family();
        String axis = family.getFirst().scenario().axis();
        List<Figure> figures = new ArrayList<>();
        List<Measure> measures = axis.contains("connection") ? List.of(CPU, P99, MEMORY) : List.of(CPU, P99);
        String suffix = family.getFirst().id().substring(("in-" + family.getFirst().scenario().name()).length());
        for (Measure measure : measures) {
            draw(topics, "by-" + name + suffix, name, axis, measure, places, marks).ifPresent(figures::add);
        }
        return figures;
    }

    /** The curves of one experiment with parts along an axis. */
    static List<Figure> ofParts(Topics topics, Topic topic, Map<String, List<StepTable.Part>> parts, Marks marks) {
        if (topic.scenario().axis().isEmpty()) {
            return List.of();
        }
        Map<String, List<Place>> places = new LinkedHashMap<>();
        parts.forEach((server, list) -> {
            if (!list.isEmpty()) {
                places.put(server, list.stream().map(part -> new Place(part.value(), part.summary())).toList());
            }
        });
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : List.of(P99, CPU)) {
            draw(topics, topic.id() + "-by", topic.name(), topic.scenario().axis(), measure, places, marks)
                    .ifPresent(figures::add);
        }
        return figures;
    }

    private static Optional<Figure> draw(Topics topics, String id, String name, String axis, Measure measure,
            Map<String, List<Place>> places, Marks marks) {
        List<Series> lines = new ArrayList<>();
        places.forEach((server, list) -> {
            List<Series.Point> points = list.stream().filter(place -> measure.figure.applyAsDouble(place.summary) > 0)
                    .map(place -> point(place, axis, measure)).toList();
            if (!points.isEmpty()) {
                lines.add(new Series(marks.of(server), points));
            }
        });
        if (lines.stream().noneMatch(line -> line.points().size() > 1)) {
            return Optional.empty();
        }
        Optional<List<Series.Point>> noise = Noise.ofCurves(topics, lines);
        String headline = name + ": " + measure.words + " by " + axis;
        return Optional.of(new Figure(id + "-" + measure.id, headline,
                CurveChart.draw(headline + ", of each server", axis(axis, xs(lines), false),
                        axis(measure.unit, ys(lines), measure.inFactors), lines, noise),
                Noise.sentence(topics, noise.filter(points -> points.size() > 1).isPresent())));
    }

    private static Series.Point point(Place place, String axis, Measure measure) {
        double y = measure.figure.applyAsDouble(place.summary);
        return new Series.Point(place.x, y, Numbers.whole(place.x) + " " + axis + ": " + Numbers.three(y) + " "
                + measure.unit);
    }

    private static double[] xs(List<Series> lines) {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Point::x).toArray();
    }

    private static double[] ys(List<Series> lines) {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Point::y).toArray();
    }

    private static Axis axis(String title, double[] values, boolean factors) {
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(1);
        return least > 0 && (factors || most / least > LINEAR_MOST)
                ? Axis.logarithmic(title, values)
                : Axis.fromZero(title, values);
    }
}
