package dev.refservers.comparison.page;

import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.page.svg.Axis;
import dev.refservers.comparison.page.svg.CurveChart;
import dev.refservers.comparison.page.svg.Series;
import dev.refservers.comparison.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Latency by percentile, of all blocks together: percentiles cannot be averaged, histograms can be added. */
final class Latencies {

    /** Points for each nine: 90 %, 99 %, 99.9 %. */
    private static final int POINTS = 8;
    private static final int NINES_MOST = 5;
    /** With fewer requests above a percentile it is one request's luck. */
    private static final double REQUESTS_ABOVE_LEAST = 5;

    private Latencies() {}

    /** The chart of one scenario; empty where fewer than two servers have latencies that differ. */
    static Optional<Figure> of(Topics topics, Topic topic, Marks marks) {
        List<Series> lines = new ArrayList<>();
        for (Topic.Row row : topic.measured()) {
            List<Series.Point> points = points(merged(row.cell().measurements()));
            if (points.size() > 1) {
                lines.add(new Series(marks.of(row.name()), points));
            }
        }
        if (lines.size() < 2) {
            return Optional.empty();
        }
        double nines = lines.stream().mapToDouble(line -> line.points().getLast().x()).max().orElse(1);
        double[] micros = lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Series.Point::y).toArray();
        Optional<List<Series.Point>> noise = Noise.ofCurves(topics, lines);
        return Optional.of(new Figure(topic.id() + "-latency", topic.name() + ": latency by percentile",
                CurveChart.draw("Latency by percentile of each server in " + topic.name(),
                        Axis.percentiles(Math.max(1, nines)), Axis.logarithmic("µs", micros).labelled(Latencies::unit),
                        lines, noise),
                (topic.scenario().roundsPerSecond() > 0
                        ? "From the moment at which each request should have been sent. "
                        : "") + Noise.sentence(topics, List.of(topic), noise.isPresent())));
    }

    private static String unit(double micros) {
        return micros >= 1e6
                ? Numbers.tick(micros / 1e6) + " s"
                : micros >= 1e3 ? Numbers.tick(micros / 1e3) + " ms" : Numbers.tick(micros);
    }

    private static Histogram merged(List<Measurement> blocks) {
        Histogram all = Window.decode(blocks.getFirst().load().latencies());
        blocks.stream().skip(1).forEach(block -> all.add(Window.decode(block.load().latencies())));
        return all;
    }

    private static List<Series.Point> points(Histogram latencies) {
        List<Series.Point> points = new ArrayList<>();
        double count = latencies.getTotalCount();
        for (int i = 0; i <= POINTS * NINES_MOST; i++) {
            double nines = (double) i / POINTS;
            double left = Math.pow(10, -nines);
            if (left * count >= REQUESTS_ABOVE_LEAST || i == 0) {
                double micros = latencies.getValueAtPercentile(100 * (1 - left)) / 1e3;
                points.add(new Series.Point(nines, Math.max(micros, 0.1), ""));
            }
        }
        return points;
    }
}
