package dev.refservers.comparison.page;

import java.util.Locale;

/** Numbers for people. */
public final class Numbers {

    private Numbers() {}

    /** Three digits that count, and no fewer than all in front of the point: 0.00123, 4.45, 1,234. */
    public static String three(double number) {
        if (number == 0) {
            return "0";
        }
        double size = Math.abs(number);
        int decimals = size >= 99.95 ? 0 : (int) Math.clamp(2 - Math.floor(Math.log10(size * 1.0005)), 0, 6);
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    /** Whole, with separators. */
    public static String whole(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    /** A ratio: two decimals, one from ten on, none from a hundred on. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio >= 99.95 ? "%,.0f" : ratio >= 9.995 ? "%.1f" : "%.2f", ratio);
    }

    /** Microseconds with the unit that suits them. */
    public static String time(double micros) {
        if (micros >= 1e6) {
            return three(micros / 1e6) + " s";
        }
        return micros >= 1e3 ? three(micros / 1e3) + " ms" : three(micros) + " µs";
    }

    /** Short, for the ends of axes: 0.5, 20, 10k, 2M. */
    public static String tick(double number) {
        double size = Math.abs(number);
        if (size >= 1e6) {
            return trimmed(number / 1e6) + "M";
        }
        return size >= 1e4 ? trimmed(number / 1e3) + "k" : trimmed(number);
    }

    private static String trimmed(double number) {
        String text = String.format(Locale.ROOT, "%.6f", number);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** A coordinate. */
    public static String coordinate(double number) {
        return trimmed(Math.round(number * 10) / 10.0);
    }
}
