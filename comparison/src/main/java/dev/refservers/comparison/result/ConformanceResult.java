package dev.refservers.comparison.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the client scripts said about a server before it was measured.
 *
 * @param protocol what was spoken
 * @param passed whether it conforms: of those that do not, only servers of somebody's own get figures, and are marked
 * @param counts verdict → number of scripts
 * @param failures why it does not conform, each as a sentence
 * @param seconds how long the scripts took
 */
public record ConformanceResult(String protocol, boolean passed, Map<String, Long> counts, List<String> failures,
        double seconds) {

    public ConformanceResult {
        Members.require(protocol, "protocol");
        Members.require(counts, "counts");
        Members.require(failures, "failures");
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        failures = List.copyOf(failures);
    }
}
