package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Ratios;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The marks that tables have, and what they mean. */
final class Legend {

    static final String AT_LEAST = "≥";
    static final String DISTURBED = "~";
    static final String UNSETTLED = "?";
    static final String NOT_CONFORMING = "!";
    static final String UNKNOWN = "-";
    static final String INDISTINGUISHABLE = "≈";

    private Legend() {}

    /** Mark → what it means in all tables, as far as it occurs, in an order that is good to read. */
    static Map<String, String> of(Comparison comparison) {
        Map<String, String> legend = new LinkedHashMap<>();
        String reference = comparison.plan().reference();
        if (reference != null && !Ratios.of(comparison, reference).isEmpty()) {
            legend.put("times",
                    "The median ratio of windows that were measured side by side, and its interval of 95 %; "
                            + "to divide one median by another gives something else.");
            legend.put(INDISTINGUISHABLE,
                    "No difference was found: the interval, of 95 %, reaches into the noise, "
                            + "which is what sets the reference apart from itself.");
        }
        if (any(comparison, Summary::generatorWasLimit)) {
            legend.put(AT_LEAST,
                    "The generator was busy for more than 90 % of the time: the server may answer more "
                            + "requests, and sooner. CPU time per request is the server's own.");
        }
        if (any(comparison, Summary::disturbed)) {
            legend.put(DISTURBED,
                    "Others had more than 5 % of a core meanwhile: repeat it when the machine is quiet. Requests/s and "
                            + "latencies suffer more from that than CPU time does.");
        }
        if (any(comparison, summary -> !summary.settled())) {
            legend.put(UNSETTLED, "It was still being compiled, or became faster, when the warm-up was over.");
        }
        if (comparison.servers().stream().anyMatch(Legend::isMeasuredThough)) {
            legend.put(NOT_CONFORMING,
                    "It does not conform, as is said above. In what is measured here each of its replies was right.");
        }
        if (any(comparison, summary -> !summary.metered())) {
            legend.put(UNKNOWN,
                    "Not known: what only its process could tell, where its user has started it (and it is not "
                            + "pinned to a core), or where reading it would have changed what was measured.");
        }
        return legend;
    }

    /** The marks that say how far all figures of a row, or of a step, can be trusted; empty where nothing is in doubt. */
    static String doubts(Summary summary) {
        return (summary.disturbed() ? DISTURBED : "") + (summary.settled() ? "" : UNSETTLED);
    }

    private static boolean isMeasuredThough(ServerResult server) {
        return server.cells().stream()
                .anyMatch(cell -> cell.summary().isPresent() && !server.conforms(cell.protocol()));
    }

    private static boolean any(Comparison comparison, Predicate<Summary> property) {
        return comparison.servers().stream()
                .flatMap(server -> server.cells().stream())
                .flatMap(cell -> cell.summary().isEmpty()
                        ? Stream.of()
                        : Stream.concat(cell.summary().stream(), DetailTables.steps(cell).values().stream()
                                .map(Legend::summary)))
                .anyMatch(property);
    }

    /** What the same step of all blocks amounts to. */
    static Summary summary(List<Measurement.Step> steps) {
        return Summary.of(steps.stream().map(Measurement.Step::load).toList(), true);
    }
}
