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

    private static final String ONCE = "Measured once: nothing is concluded. ";

    /** Less than this is never called a difference. */
    private static final double LEAST = 0.01;

    private Noise() {}

    /** Below bars: what a figure of the reference's size may become by chance alone; just as far verdicts go. */
    static Optional<BarChart.Noise> ofBars(Topics topics, Topic topic, AllRatios ratios, double ofReference) {
        return ratios.noise(topic).map(ratio -> {
            double far = reach(ratio);
            return new BarChart.Noise(ofReference, ofReference / (1 + far), ofReference * (1 + far),
                    String.format(Locale.ROOT, "± %.1f %%", 100 * far));
        });
    }

    /** How far the interval of the reference and its alias reaches from 1, or they themselves where there is none. */
    private static double reach(Ratio ratio) {
        double high = AllRatios.bounded(ratio) ? ratio.high() : ratio.ratio();
        double low = AllRatios.bounded(ratio) ? ratio.low() : ratio.ratio();
        return Math.max(LEAST, Math.max(high, 1 / low) - 1);
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

    /** The same below a chart of these scenarios, of which there may be too little to conclude anything. */
    static String sentence(Topics topics, List<Topic> charted, boolean shown) {
        return (charted.stream().allMatch(Topic::measuredOnce) ? ONCE : "") + sentence(topics, shown);
    }

    /** How CPU time per request of one scenario differs between the reference and its alias. */
    static String ofCpu(Topics topics, Topic topic, AllRatios ratios) {
        String reference = topics.comparison().plan().reference();
        Optional<Ratio> noise = ratios.noise(topic);
        if (reference == null || noise.isEmpty()) {
            return sentence(topics, false);
        }
        Ratio ratio = noise.get();
        String again = reference + ", measured a second time, used " + Numbers.ratio(ratio.ratio())
                + " times as much as itself";
        return AllRatios.bounded(ratio)
                ? again + " (" + Numbers.ratio(ratio.low()) + " to " + Numbers.ratio(ratio.high())
                        + "). The strip is as wide as that reaches: an interval that ends inside it is no difference."
                : ONCE + again + '.';
    }
}
