package dev.refservers.comparison.report;

import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Ratios in words. */
final class Words {

    /** Half an interval of more than this share of its ratio is not shown as ±. */
    private static final double WIDE = 0.25;
    /** Nor is one of which the nearer bound is nearer than this share of half its width, and the last digit. */
    private static final double LOPSIDED = 0.3;
    private static final double LEAST = 0.005;

    private Words() {}

    /** A ratio and half the width of its interval, where there is one. */
    static String ratio(Ratio ratio) {
        return number(ratio.ratio(), ratio.low(), ratio.high());
    }

    /** What was found in one table: a sentence each for those that used less, those that used more, and all others. */
    static List<String> sentences(List<Ratio> ratios, String reference) {
        List<String> sentences = new ArrayList<>();
        List<Ratio> sorted = ratios.stream().sorted(Comparator.comparingDouble(Ratio::ratio)).toList();
        sentence(sorted, Verdict.LESS, "less CPU per request than " + reference, sentences);
        sentence(sorted, Verdict.MORE, "as much CPU per request as " + reference, sentences);
        String same = ratios.stream().filter(ratio -> ratio.verdict() == Verdict.INDISTINGUISHABLE).map(Ratio::server)
                .collect(Collectors.joining(", "));
        if (!same.isEmpty()) {
            sentences.add("Indistinguishable from " + reference + ": " + same + ".");
        }
        return sentences;
    }

    private static void sentence(List<Ratio> ratios, Verdict verdict, String than, List<String> sentences) {
        List<Ratio> found = ratios.stream().filter(ratio -> ratio.verdict() == verdict).toList();
        if (!found.isEmpty()) {
            sentences.add(found.getFirst().server() + " used " + times(found.getFirst()) + " " + than
                    + found.stream().skip(1).map(ratio -> ", " + ratio.server() + " " + times(ratio))
                            .collect(Collectors.joining())
                    + ".");
        }
    }

    private static String times(Ratio ratio) {
        return (ratio.verdict() == Verdict.LESS
                ? number(1 / ratio.ratio(), 1 / ratio.high(), 1 / ratio.low())
                : ratio(ratio)) + " times";
    }

    /** With half the width of its interval; where that is wide or lopsided, the interval itself. */
    private static String number(double ratio, double low, double high) {
        if (!(low > 0 && high < Double.POSITIVE_INFINITY)) {
            return String.format(Locale.ROOT, "%.2f", ratio);
        }
        double half = (high - low) / 2;
        return half <= WIDE * ratio && Math.min(ratio - low, high - ratio) >= LOPSIDED * half - LEAST
                ? String.format(Locale.ROOT, "%.2f ±%.2f", ratio, half)
                : String.format(Locale.ROOT, "%.2f to %.2f", low, high);
    }
}
