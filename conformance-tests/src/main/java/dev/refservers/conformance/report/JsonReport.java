package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Results;

/** Results as JSON. */
public final class JsonReport {

    private JsonReport() {}

    /** One object: {@code started, passed, scripts: […], targets: [{name, counts, results: […]}]}. */
    public static String write(Results results, boolean strict) {
        return results.toString() + strict;
    }
}
