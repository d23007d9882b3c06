package dev.refservers.comparison.statistics;

/**
 * How much CPU time per request a server used, as a multiple of what the reference used.
 *
 * @param server its name
 * @param scenario in which
 * @param protocol in which
 * @param ratio the median of the blocks; below 1 it used less
 * @param low between this and {@code high} the ratio lies with a confidence of 95 %; 0 when there was only one window
 * @param high see {@code low}; infinite when there was only one window
 * @param noise by what share two measurements of the very same server differ, such as 0.02
 * @param verdict what may be said
 */
public record Ratio(String server, String scenario, String protocol, double ratio, double low, double high,
        double noise, Verdict verdict) {

    /** What may be said of a ratio. */
    public enum Verdict {
        /** It used less CPU time per request than the reference. */
        LESS,
        /** It used more. */
        MORE,
        /** The interval reaches into the noise: no difference was found. */
        INDISTINGUISHABLE,
        /** There were fewer than three values, and so no interval. */
        UNKNOWN
    }
}
