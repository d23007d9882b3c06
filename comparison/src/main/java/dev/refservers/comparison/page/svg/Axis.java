package dev.refservers.comparison.page.svg;

import dev.refservers.comparison.page.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Maps numbers to places, and knows where to put marks.
 *
 * @param title what it counts, with the unit
 * @param least the number at its start
 * @param most the number at its end
 * @param logarithmic whether equal steps are equal factors
 * @param ticks the marks, in their order
 */
public record Axis(String title, double least, double most, boolean logarithmic, List<Tick> ticks) {

    private static final int LINEAR_TICKS = 6;

    /** A mark and what is written at it; a mark without text is a line only. */
    public record Tick(double value, String label) {}

    /** From 0 to somewhat above the greatest. */
    public static Axis fromZero(String title, double[] values) {
        double greatest = Arrays.stream(values).max().orElse(1);
        double top = greatest > 0 ? greatest : 1;
        double step = niceStep(top / LINEAR_TICKS);
        double end = Math.ceil(top / step - 1e-9) * step;
        return new Axis(title, 0, end, false, linearTicks(0, end, step));
    }

    /** One place for each name, from 0 on. */
    public static Axis steps(String title, List<String> names) {
        return new Axis(title, 0, Math.max(1, names.size() - 1), false, IntStream.range(0, names.size())
                .mapToObj(i -> new Tick(i, names.get(i))).toList());
    }

    /** Around all values, which must be above 0, each end at a round number. */
    public static Axis logarithmic(String title, double[] values) {
        double least = Arrays.stream(values).filter(value -> value > 0).min().orElse(1);
        double most = Math.max(Arrays.stream(values).max().orElse(10), least);
        double from = roundDown(least);
        double to = roundUp(most);
        if (to / from < 2) {
            from = roundDown(from / 1.5);
            to = roundUp(to * 1.5);
        }
        return new Axis(title, from, to, true, logTicks(from, to));
    }

    /** For ratios around 1, the same to both sides, at least from 0.9 to 1.11. */
    static Axis aroundOne(double[] ratios) {
        double far = Arrays.stream(ratios).map(ratio -> Math.max(ratio, 1 / ratio)).max().orElse(1);
        double end = Math.clamp(far * 1.02, 1.11, 10);
        return new Axis("", 1 / end, end, true, List.of(tick(1 / end), new Tick(1, "1"), tick(end)));
    }

    private static Tick tick(double ratio) {
        return new Tick(ratio, String.format(Locale.ROOT, "%.2g", ratio));
    }

    /** Shares of requests, seen from the end: each step is a tenth of what is left. */
    public static Axis percentiles(double nines) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= nines; i++) {
            ticks.add(new Tick(i,
                    i == 0 ? "0 %" : i == 1 ? "90 %" : "99" + (i > 2 ? "." + "9".repeat(i - 2) : "") + " %"));
        }
        return new Axis("of all requests were answered within", 0, nines, false, ticks);
    }

    /** The same with the marks' texts changed. */
    public Axis labelled(java.util.function.DoubleFunction<String> label) {
        return new Axis(title, least, most, logarithmic, ticks.stream()
                .map(tick -> tick.label().isEmpty() ? tick : new Tick(tick.value(), label.apply(tick.value())))
                .toList());
    }

    /** Where a number is between {@code from}, for the least, and {@code to}. Numbers outside are put at the nearer end. */
    double place(double value, double from, double to) {
        double inside = Math.clamp(value, least, most);
        double share = logarithmic
                ? Math.log(inside / least) / Math.log(most / least)
                : (inside - least) / (most - least);
        return from + share * (to - from);
    }

    private static List<Tick> linearTicks(double from, double to, double step) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; from + i * step <= to * (1 + 1e-9); i++) {
            ticks.add(new Tick(from + i * step, Numbers.tick(from + i * step)));
        }
        return ticks;
    }

    private static List<Tick> logTicks(double from, double to) {
        boolean everyOne = to / from <= 12;
        boolean some = to / from <= 1200;
        List<Tick> ticks = new ArrayList<>();
        for (double decade = Math.pow(10, Math.floor(Math.log10(from) + 1e-9)); decade <= to * 1.001; decade *= 10) {
            for (int digit = 1; digit < 10; digit++) {
                double value = decade * digit;
                if (value >= from * 0.999 && value <= to * 1.001) {
                    boolean named = digit == 1 || (some && (digit == 2 || digit == 5)) || (everyOne && digit % 2 == 1);
                    ticks.add(new Tick(value, named ? Numbers.tick(value) : ""));
                }
            }
        }
        return ticks;
    }

    private static double niceStep(double atLeast) {
        double decade = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double digit : new double[]{1, 2, 5}) {
            if (decade * digit >= atLeast) {
                return decade * digit;
            }
        }
        return decade * 10;
    }

    private static double roundDown(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return Math.floor(value / decade + 1e-9) * decade;
    }

    private static double roundUp(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return Math.ceil(value / decade - 1e-9) * decade;
    }
}
