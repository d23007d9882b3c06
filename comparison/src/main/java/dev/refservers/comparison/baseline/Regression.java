package dev.refservers.comparison.baseline;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds a comparison against a baseline. */
public final class Regression {

    private final Comparison baseline;
    private final List<Bound> bounds;

    /** What may not get worse than in this baseline, and by how much. */
    public Regression(Comparison baseline, List<Bound> bounds) {
        this.baseline = baseline;
        this.bounds = List.copyOf(bounds);
    }

    /** What makes the two incomparable, each as a phrase; empty if nothing does. */
    public List<String> differences(Comparison now) {
        List<String> differences = new ArrayList<>(now.host().differences(baseline.host()));
        if (!now.plan().scenarios().equals(baseline.plan().scenarios())
                || !now.plan().protocols().equals(baseline.plan().protocols())) {
            differences.add("the scenarios or protocols are others");
        }
        if (now.plan().measuredMillis() != baseline.plan().measuredMillis()
                || now.plan().warmUpWindowMillis() != baseline.plan().warmUpWindowMillis()) {
            differences.add("the windows are of another length");
        }
        return differences;
    }

    /**
     * Each bound that is broken, as a sentence. One is broken when the median of the blocks is beyond it, and no block of now is as
     * good as the worst of then: what differs by chance breaks nothing.
     */
    public List<String> broken(Comparison now) {
        List<String> broken = new ArrayList<>();
        for (ServerResult server : now.servers()) {
            for (Cell cell : server.cells()) {
                for (Bound bound : bounds) {
                    if (bound.isAbout(cell.scenario(), server.name())) {
                        then(server, cell).ifPresent(then -> check(bound, server, cell, then, broken));
                    }
                }
            }
        }
        return broken;
    }

    private static void check(Bound bound, ServerResult server, Cell now, Cell then, List<String> broken) {
        String cell = server.name() + ", " + now.scenario() + " (" + now.protocol() + "): ";
        if (now.summary().isEmpty()) {
            broken.add(cell + "void, and had figures in the baseline. " + now.voidReason().orElse(""));
            return;
        }
        double[] blocksNow = bound.figure().of(now.measurements());
        double[] blocksThen = bound.figure().of(then.measurements());
        double medianNow = Interval.median(blocksNow);
        double medianThen = Interval.median(blocksThen);
        if (medianNow <= 0 || medianThen <= 0) {
            return;
        }
        double worse = bound.figure().worsening(medianNow, medianThen);
        if (worse > bound.most() && apart(bound.figure(), blocksNow, blocksThen)) {
            broken.add(
                    cell + String.format(Locale.ROOT, "%s was %,.2f and is %,.2f, %.2f times worse; the bound is %.2f.",
                            bound.figure().word(), medianThen, medianNow, worse, bound.most()));
        }
    }

    private static boolean apart(Figure figure, double[] now, double[] then) {
        for (double one : now) {
            for (double other : then) {
                if (figure.worsening(one, other) <= 1) {
                    return false;
                }
            }
        }
        return true;
    }

    private java.util.Optional<Cell> then(ServerResult server, Cell cell) {
        return baseline.server(server.name()).flatMap(known -> known.cell(cell.scenario(), cell.protocol()))
                .filter(known -> known.summary().isPresent());
    }
}
