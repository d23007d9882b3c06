package dev.refservers.comparison.baseline;

import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A figure that a bound may be about. */
public enum Figure {
    /** CPU microseconds per request. */
    CPU("cpu", false),
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

    /** This figure in each block; -1 where it is unknown. */
    double[] of(List<Measurement> blocks) {
        return blocks.stream().mapToDouble(block -> of(block.load())).toArray();
    }

    private double of(Load load) {
        return switch (this) {
            case CPU -> load.cpuMicrosPerRequest();
            case REQUESTS_PER_SECOND -> load.requestsPerSecond();
            case P99 -> Summary.of(List.of(load), true).p99Micros();
            case PSS -> load.proportionalBytes();
        };
    }

    /** How many times worse {@code now} is than {@code then}: above 1 is worse, whichever way the figure goes. */
    double worsening(double now, double then) {
        return moreIsBetter ? then / now : now / then;
    }
}
