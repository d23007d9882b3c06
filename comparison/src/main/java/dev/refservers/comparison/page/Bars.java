package dev.refservers.comparison.page;

import dev.refservers.comparison.page.svg.BarChart;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Charts with one bar for each server. */
final class Bars {

    private Bars() {}

    /** CPU time per request of one scenario. */
    static Optional<Figure> cpu(Topics topics, Topic topic, AllRatios ratios, Marks marks) {
        List<BarChart.Bar> bars = topic.metered().stream().filter(row -> row.cost() > 0)
                .map(row -> bar(row, marks, Load::cpuMicrosPerRequest, "µs")).toList();
        if (bars.size() < 2) {
            return Optional.empty();
        }
        Optional<BarChart.Noise> noise = topics.reference().flatMap(topic::measured)
                .flatMap(row -> Noise.ofBars(topics, topic, ratios, row.cost()));
        return Optional.of(new Figure(topic.id() + "-cpu", topic.name() + ": CPU time per request",
                BarChart.draw("CPU time per request of each server in " + topic.name(), "µs per request", bars, noise),
                intervals(topic) + Noise.ofCpu(topics, topic, ratios)));
    }

    private static String intervals(Topic topic) {
        return topic.scenario().blocks() > 1 ? "Whiskers: bootstrap interval of the median of the blocks (95 %). " : "";
    }

    /** Memory while it was under load. */
    static Optional<Figure> memory(Topics topics, Topic topic, Marks marks) {
        List<BarChart.Bar> bars = topic.metered().stream()
                .filter(row -> row.summary().filter(summary -> summary.proportionalBytes() > 0).isPresent())
                .map(row -> bar(row, marks, load -> load.proportionalBytes() / 1e6, "MB"))
                .sorted(Comparator.comparingDouble(BarChart.Bar::value)).toList();
        if (bars.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(new Figure(topic.id() + "-memory", topic.name() + ": memory (PSS) of the process tree",
                BarChart.draw("Proportional set size of each server in " + topic.name(), "MB", bars,
                        noise(topics, bars)),
                "At the end, with " + Numbers.whole(topic.scenario().connections()) + " connections. "
                        + Noise.sentence(topics, List.of(topic), noise(topics, bars).isPresent())));
    }

    /** One figure of an experiment, wherever servers have it. */
    static Optional<Figure> ofFigure(Topics topics, Topic topic, String name, Marks marks) {
        List<BarChart.Bar> bars = topic.measured().stream()
                .filter(row -> row.cell().measurements().stream().allMatch(block -> value(block, name) >= 0))
                .map(row -> bar(row.name(), marks, row.cell().measurements().stream()
                        .mapToDouble(block -> value(block, name)).toArray(), ""))
                .sorted(Comparator.comparingDouble(BarChart.Bar::value)).toList();
        if (bars.size() < 2 || bars.stream().allMatch(bar -> bar.value() == 0)) {
            return Optional.empty();
        }
        String words = FigureNames.words(name);
        return Optional.of(new Figure(topic.id() + "-" + name, topic.name() + ": " + words,
                BarChart.draw(words + " of each server in " + topic.name(), words, bars, noise(topics, bars)),
                Noise.sentence(topics, List.of(topic), noise(topics, bars).isPresent())));
    }

    private static double value(Measurement block, String name) {
        return Optional.ofNullable(block.figures().get(name)).orElse(-1.0);
    }

    /** How far apart the reference's bar and its alias's are. */
    static Optional<BarChart.Noise> noise(Topics topics, List<BarChart.Bar> bars) {
        return value(bars, Optional.ofNullable(topics.comparison().plan().reference()))
                .flatMap(reference -> value(bars, topics.alias()).map(again -> {
                    if (again == 0 || reference == 0) {
                        double most = Math.max(again, reference);
                        return new BarChart.Noise(reference, 0, most, "0 to " + Numbers.three(most));
                    }
                    double far = Math.max(again / reference, reference / again);
                    return new BarChart.Noise(reference, reference / far, reference * far,
                            String.format(Locale.ROOT, "± %.1f %%", 100 * (far - 1)));
                }));
    }

    private static Optional<Double> value(List<BarChart.Bar> bars, Optional<String> server) {
        return bars.stream().filter(bar -> server.filter(bar.mark().server()::equals).isPresent())
                .map(BarChart.Bar::value).findFirst();
    }

    private static BarChart.Bar bar(Topic.Row row, Marks marks, ToDoubleFunction<Load> figure, String unit) {
        return bar(row.name(), marks, row.cell().measurements().stream().map(Measurement::load)
                .mapToDouble(figure).toArray(), unit);
    }

    private static BarChart.Bar bar(String server, Marks marks, double[] blocks, String unit) {
        Interval interval = Interval.of(blocks);
        boolean bounded = blocks.length > 1;
        double low = bounded ? interval.low() : interval.median();
        double high = bounded ? interval.high() : interval.median();
        String value = Numbers.three(interval.median());
        return new BarChart.Bar(marks.of(server), interval.median(), low, high, value, server + ": " + value + " "
                + unit + (bounded ? ", between " + Numbers.three(low) + " and " + Numbers.three(high) : ""));
    }

    /** The server's share of what a summary knows; for charts that are drawn only where it differs from server to server. */
    static boolean worthMemory(Topic topic) {
        double[] bytes = topic.metered().stream().flatMap(row -> row.summary().stream())
                .mapToDouble(Summary::proportionalBytes).filter(value -> value > 0).sorted().toArray();
        return bytes.length > 1 && bytes[bytes.length - 1] > 1.2 * bytes[0];
    }
}
