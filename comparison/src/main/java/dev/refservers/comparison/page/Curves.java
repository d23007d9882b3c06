package dev.refservers.comparison.page;

import dev.refservers.comparison.page.svg.Axis;
import dev.refservers.comparison.page.svg.CurveChart;
import dev.refservers.comparison.page.svg.Series;
import dev.refservers.comparison.result.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Figures against the number that the members of a family, or the parts of an experiment, differ in. */
final class Curves {

    /** Beyond this factor a scale of equal steps would show the greatest values only. */
    private static final double LINEAR_MOST = 5;
    /** Of more lines that cross, only the best known stand out until the reader picks others. */
    private static final int LINES_READABLE = 8;
    private static final String CROWDED = "Some stand out, until others are picked above the first table. ";

    private Curves() {}

    /** What is drawn against the axis. */
    private record Measure(String id, String words, String unit, boolean inFactors, ToDoubleFunction<Summary> figure) {}

    private static final Measure CPU = new Measure("cpu", "CPU time per request", "µs per request",
            false, Summary::cpuMicrosPerRequest);
    private static final Measure P99 = new Measure("p99", "latency, 99th percentile", "µs", true,
            Summary::p99Micros);
    private static final Measure MEMORY = new Measure("memory", "memory (PSS)", "MB", false,
            summary -> summary.proportionalBytes() / 1e6);

    /**
     * A place on the axis and what was measured there.
     *
     * @param name what the axis says there, where it is one of steps; else empty
     */
    private record Place(double x, String name, Summary summary) {}

    /** The curves of one family of scenarios. */
    static List<Figure> ofFamily(Topics topics, List<Topic> family, Marks marks) {
        Map<String, List<Place>> places = new LinkedHashMap<>();
        for (Topic topic : family) {
            for (Topic.Row row : topic.measured()) {
                row.summary().ifPresent(summary -> places.computeIfAbsent(row.name(), _ -> new ArrayList<>())
                        .add(new Place(Topics.value(topic), "", summary)));
            }
        }
        String name = family.getFirst().scenario().family();
        String axis = family.getFirst().scenario().axis();
        List<Figure> figures = new ArrayList<>();
        List<Measure> measures = axis.contains("connection") ? List.of(CPU, P99, MEMORY) : List.of(CPU, P99);
        String suffix = family.getFirst().id().substring(("in-" + family.getFirst().scenario().name()).length());
        for (Measure measure : measures) {
            draw(topics, family, "by-" + name + suffix, name, axis, measure, places, marks).ifPresent(figures::add);
        }
        return figures;
    }

    /** The curves of one experiment with parts along an axis. */
    static List<Figure> ofParts(Topics topics, Topic topic, Map<String, List<StepTable.Part>> parts, Marks marks) {
        if (topic.scenario().axis().isEmpty()) {
            return List.of();
        }
        List<String> steps = steps(parts.values());
        Map<String, List<Place>> places = new LinkedHashMap<>();
        parts.forEach((server, list) -> {
            if (!list.isEmpty()) {
                places.put(server, list.stream().map(part -> steps.isEmpty()
                        ? new Place(part.value(), "", part.summary())
                        : new Place(steps.indexOf(part.name()), part.name(), part.summary())).toList());
            }
        });
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : List.of(P99, CPU)) {
            draw(topics, List.of(topic), topic.id() + "-by", topic.name(), topic.scenario().axis(), measure, places,
                    marks)
                    .ifPresent(figures::add);
        }
        return figures;
    }

    /** Names of the parts in their order, where a number does not tell them apart: what comes back is another step. */
    private static List<String> steps(Collection<List<StepTable.Part>> parts) {
        boolean rising = parts.stream().allMatch(list -> IntStream.range(1, list.size())
                .allMatch(i -> list.get(i).value() > list.get(i - 1).value()));
        return rising
                ? List.of()
                : parts.stream().flatMap(List::stream).map(StepTable.Part::name).distinct().toList();
    }

    private static Axis x(String axis, Map<String, List<Place>> places, List<Series> lines) {
        List<String> names = places.values().stream().flatMap(List::stream)
                .sorted(Comparator.comparingDouble(Place::x)).map(Place::name).filter(name -> !name.isEmpty())
                .distinct().toList();
        // "50 % of its capacity" beside "% of its capacity" would say it twice.
        String unit = axis.replaceFirst(" .*", "");
        return names.isEmpty()
                ? axis(axis, xs(lines), false)
                : Axis.steps(axis + ", step by step", names.stream().map(name -> name.replace(axis, unit)).toList());
    }

    private static Optional<Figure> draw(Topics topics, List<Topic> charted, String id, String name, String axis,
            Measure measure,
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
        boolean crowded = measure.equals(P99) && lines.size() > LINES_READABLE;
        return Optional.of(new Figure(id + "-" + measure.id, headline,
                CurveChart.draw(headline + ", of each server", x(axis, places, lines),
                        axis(measure.unit, ys(lines), measure.inFactors), lines, noise),
                (crowded ? CROWDED : "")
                        + Noise.sentence(topics, charted, noise.filter(points -> points.size() > 1).isPresent()),
                crowded));
    }

    private static Series.Point point(Place place, String axis, Measure measure) {
        double y = measure.figure.applyAsDouble(place.summary);
        String where = place.name.isEmpty() ? Numbers.whole(place.x) + " " + axis : place.name;
        return new Series.Point(place.x, y, where + ": " + Numbers.three(y) + " "
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
