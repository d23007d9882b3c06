package dev.refservers.comparison.baseline;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What speaks against taking a comparison for a baseline, though it can be one. */
public final class Doubts {

    private Doubts() {}

    /** Each as a sentence; empty if there are none. */
    public static List<String> of(Comparison comparison) {
        List<String> doubts = new ArrayList<>();
        List<Summary> cells = comparison.servers().stream().flatMap(server -> server.cells().stream())
                .flatMap(cell -> cell.summary().stream()).toList();
        if (comparison.plan().mode().equals(Plan.QUICK)) {
            doubts.add("It was a quick comparison: what differs from one start of a process to the next is not in it.");
        }
        doubts.addAll(comparison.host().warnings());
        count(cells, Summary::disturbed, "others had more than 5 % of a core meanwhile", doubts);
        count(cells, summary -> !summary.settled(), "a server had not settled when the warm-up was over", doubts);
        return doubts;
    }

    private static void count(List<Summary> cells, Predicate<Summary> property, String what, List<String> doubts) {
        long count = cells.stream().filter(property).count();
        if (count > 0) {
            doubts.add("In " + count + " of its " + cells.size() + " cells " + what + ".");
        }
    }
}
