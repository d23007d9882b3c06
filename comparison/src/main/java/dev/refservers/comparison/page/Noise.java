package dev.refservers.comparison.page;

import dev.refservers.comparison.page.svg.BarChart;
import dev.refservers.comparison.page.svg.CurveChart;
import dev.refservers.comparison.page.svg.Series;
import dev.refservers.comparison.statistics.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far the reference differs from itself, in a form for each kind of chart, and as a sentence. */
final class Noise {

    private Noise() {}

    /** Below bars: what a figure of the reference's size may become by chance alone. */
    static Optional<BarChart.Noise> ofBars(Topics topics, Topic topic, AllRatios ratios, double ofReference) {
        return ratios.noise(topic).map(ratio -> {
            double far = Math.max(ratio.noise(), Math.max(ratio.ratio(), 1 / ratio.ratio()) - 1);
            return new BarChart.Noise(ofReference, ofReference / (1 + far), ofReference * (1 + far),
                    String.format(Locale.ROOT, "± %.1f %%", 100 * far));
        });
    }

    /** Below curves: the alias's line divided by the reference's. */
    static Optional<List<Series.Point>> ofCurves(Topics topics, List<Series> lines) {
        Optional<Series> first = named(lines, Optional.ofNullable(topics.comparison().plan().reference()));
        Optional<Series> second = named(lines, topics.alias());
        return first.flatMap(one -> second.map(two -> CurveChart.quotient(one, two)));
    }

    private static Optional<Series> named(List<Series> lines, Optional<String> server) {
        return lines.stream().filter(line -> server.filter(line.mark().server()::equals).isPresent()).findFirst();
    }

    /** What is below the chart, or why nothing is. */
    static String sentence(Topics topics, boolean shown) {
        String reference = topics.comparison().plan().reference();
        if (topics.alias().isEmpty() || reference == null) {
            return "No noise strip: no server was measured twice in this run.";
        }
        return shown
                ? "The strip: " + reference + " was measured twice; what sets the two apart is noise."
                : "No noise strip: " + reference + " has no two figures here.";
    }

    /** How CPU time per request of one scenario differs between the reference and its alias. */
    static String ofCpu(Topics topics, Topic topic, AllRatios ratios) {
        String reference = topics.comparison().plan().reference();
        Optional<Ratio> noise = ratios.noise(topic);
        if (reference == null || noise.isEmpty()) {
            return sentence(topics, false);
        }
        Ratio ratio = noise.get();
        return reference + ", measured a second time, used " + Numbers.ratio(ratio.ratio())
                + " times as much as itself" + (AllRatios.bounded(ratio)
                        ? " (" + Numbers.ratio(ratio.low()) + " to " + Numbers.ratio(ratio.high()) + ")"
                        : "")
                + ": what is not further apart is no difference.";
    }
}
