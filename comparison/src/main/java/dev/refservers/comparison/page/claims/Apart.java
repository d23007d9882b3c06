package dev.refservers.comparison.page.claims;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a figure is worth that has no interval: how far the reference and its alias, which are one server, were apart where it was
 * measured.
 *
 * @param share the greatest distance, such as 0.03; empty where no server was measured twice
 * @param words what is known, as a sentence
 */
record Apart(OptionalDouble share, String words) {

    /** So many times as far apart as one server from itself is clear. */
    private static final double CLEARLY = 2;
    /** Less than this is never called a difference, however quiet it was. */
    private static final double LEAST = 0.01;

    /** From the distances of a reference and its alias, measured in so many scenarios. */
    static Apart of(String reference, String alias, double[] shares, boolean several) {
        OptionalDouble most = Arrays.stream(shares).max();
        return most.isEmpty()
                ? unknown()
                : new Apart(most,
                        String.format(Locale.ROOT, "Measured once; %s and %s, the same server, were %s%.1f %% "
                                + "apart there.", reference, alias, several ? "up to " : "", 100 * most.getAsDouble()));
    }

    static Apart unknown() {
        return new Apart(OptionalDouble.empty(),
                "Measured once, and no server twice: how much of it is noise is not known.");
    }

    /** A factor between this and its inverse is not clear; infinite where nothing is known. */
    double margin() {
        return share.isEmpty()
                ? Double.POSITIVE_INFINITY
                : Math.pow(1 + Math.max(LEAST, share.getAsDouble()), CLEARLY);
    }
}
