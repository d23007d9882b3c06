package dev.refservers.comparison.baseline;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Ratios;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A figure that a bound may be about. */
public enum Figure {
    /** CPU microseconds per request. */
    CPU("cpu", false),
    /** CPU time per request as a multiple of the reference's in the same run. */
    CPU_RATIO("cpu-ratio", false),
    /** Requests answered in a second. */
    REQUESTS_PER_SECOND("requests/s", true),
    /** The 99th percentile of latencies, in microseconds. */
    P99("p99", false),
    /** Bytes of memory, shared pages divided among those who share them. */
    PSS("pss", false);

    private final String word;
    private final boolean moreIsBetter;

    Figure(String word, boolean moreIsBetter) {
        this.word = word;
        this.moreIsBetter = moreIsBetter;
    }

    /**
     * The figure that is written so.
     *
     * @throws IllegalArgumentException when there is none, with a message that names those that exist
     */
    static Figure named(String word) {
        return Arrays.stream(values()).filter(figure -> figure.word.equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no figure '" + word + "'; there is "
                        + Arrays.stream(values()).map(Figure::word).collect(Collectors.joining(", "))));
    }

    /** How it is written. */
    public String word() {
        return word;
    }

    /** This figure in each block; -1, or no block at all, where it is unknown. */
    double[] of(Cell cell, @Nullable Cell reference) {
        return switch (this) {
            case CPU -> of(cell, Load::cpuMicrosPerRequest);
            case CPU_RATIO -> Ratios.ofBlocks(cell, reference);
            case REQUESTS_PER_SECOND -> of(cell, Load::requestsPerSecond);
            case P99 -> of(cell, load -> Summary.of(List.of(load), true).p99Micros());
            case PSS -> of(cell, Load::proportionalBytes);
        };
    }

    private static double[] of(Cell cell, ToDoubleFunction<Load> figure) {
        return cell.measurements().stream().map(Measurement::load).mapToDouble(figure).toArray();
    }

    /** How many times worse {@code now} is than {@code then}: above 1 is worse, whichever way the figure goes. */
    double worsening(double now, double then) {
        return moreIsBetter ? then / now : now / then;
    }
}
