package dev.refservers.comparison.page.svg;

import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bars from left to right, one for each server, with the interval in which the figure lay, and the noise below. On a scale of
 * factors, which has no beginning, they are dots.
 */
public final class BarChart {

    private static final double LEFT = 96;
    private static final double RIGHT = Drawing.WIDTH - 56.0;
    private static final double TOP = 20;
    private static final double STEP = 17;

    private BarChart() {}

    /**
     * One bar.
     *
     * @param low where its interval begins; equal to {@code high} where there is none
     * @param text what is written at its end
     * @param says the same with the interval, in words
     */
    public record Bar(Series.Mark mark, double value, double low, double high, String text, String says) {}

    /**
     * How far the reference differs from itself.
     *
     * @param middle the reference's figure
     * @param low what noise alone may make of it
     * @param high see {@code low}
     */
    public record Noise(double middle, double low, double high, String says) {}

    /** The chart; bars that are much longer than most are on a scale of factors. */
    public static String draw(String tells, String title, List<Bar> bars, Optional<Noise> noise) {
        List<Double> ends = new ArrayList<>(bars.stream().map(Bar::high).toList());
        double[] values = ends.stream().mapToDouble(Double::doubleValue).toArray();
        double least = bars.stream().mapToDouble(Bar::value).filter(value -> value > 0).min().orElse(1);
        double most = bars.stream().mapToDouble(Bar::high).max().orElse(1);
        // A bar of 0 has no place among factors: it is only written there.
        boolean factors = most / least > 20;
        double[] all = bars.stream().mapToDouble(Bar::low).filter(value -> value > 0).toArray();
        Axis x = factors
                ? Axis.logarithmic(title + ", logarithmic", concat(values, all))
                : Axis.fromZero(title, values);
        double bottom = TOP + STEP * bars.size();
        Drawing drawing = new Drawing().text("title", "start", 2, TOP - 8, x.title());
        frame(drawing, x, bottom);
        for (int i = 0; i < bars.size(); i++) {
            bar(drawing, x, bars.get(i), TOP + i * STEP);
        }
        double height = bottom + 20;
        if (noise.isPresent()) {
            strip(drawing, x, noise.get(), height);
            height += STEP + 4;
        }
        return drawing.whole(height, tells);
    }

    private static void frame(Drawing drawing, Axis x, double bottom) {
        double free = Double.NEGATIVE_INFINITY;
        for (Axis.Tick tick : x.ticks()) {
            double place = x.place(tick.value(), LEFT, RIGHT);
            drawing.line(tick.label().isEmpty() ? "grid fine" : "grid", place, TOP, place, bottom);
            double half = 3.2 * tick.label().length() + 3;
            if (!tick.label().isEmpty() && place - half > free) {
                drawing.text("tick", "middle", place, bottom + 14, tick.label());
                free = place + half;
            }
        }
    }

    private static void bar(Drawing drawing, Axis x, Bar bar, double top) {
        double end = x.place(bar.value(), LEFT, RIGHT);
        double low = x.place(bar.low(), LEFT, RIGHT);
        double high = x.place(bar.high(), LEFT, RIGHT);
        double middle = top + STEP / 2;
        drawing.open(bar.mark())
                .raw("<title>" + Markup.escape(bar.says()) + "</title>")
                .text("name", "end", LEFT - 5, middle + 4, bar.mark().server());
        if (!x.logarithmic()) {
            drawing.box("bar", LEFT, top + 3, end - LEFT, STEP - 6);
        } else if (bar.value() > 0) {
            drawing.line("grid", LEFT, middle, RIGHT, middle).dot(end, middle, "");
        }
        if (bar.high() > bar.low()) {
            drawing.line("whisker", low, middle, high, middle).line("whisker", low, middle - 3, low, middle + 3)
                    .line("whisker", high, middle - 3, high, middle + 3);
        }
        drawing.text("value", "start", Math.max(end, high) + (x.logarithmic() && bar.value() > 0 ? 6 : 4), middle + 4,
                bar.text()).close();
    }

    private static void strip(Drawing drawing, Axis x, Noise noise, double top) {
        double low = x.place(noise.low(), LEFT, RIGHT);
        double high = x.place(noise.high(), LEFT, RIGHT);
        double middle = x.place(noise.middle(), LEFT, RIGHT);
        drawing.raw("<g class=\"noise\">").text("name", "end", LEFT - 5, top + STEP / 2 + 4, "noise")
                .box("band", LEFT, top, RIGHT - LEFT, STEP).box("wide", low, top + 4, high - low, STEP - 8)
                .line("one", middle, top + 1, middle, top + STEP - 1)
                .text("value", high > (LEFT + RIGHT) / 2 ? "end" : "start",
                        high > (LEFT + RIGHT) / 2 ? low - 4 : high + 4, top + STEP / 2 + 4, noise.says())
                .raw("</g>\n");
    }

    private static double[] concat(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
