package dev.refservers.comparison.baseline;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a comparison against a baseline. */
public final class Regression {

    private final Comparison baseline;
    private final List<Bound> bounds;

    /** What may not get worse than in this baseline, and by how much. */
    public Regression(Comparison baseline, List<Bound> bounds) {
        this.baseline = baseline;
        this.bounds = List.copyOf(bounds);
    }

    /** What makes a comparison of this plan on this host incomparable, each as a phrase; empty if nothing does. */
    public List<String> differences(Host host, Plan plan) {
        List<String> differences = new ArrayList<>(host.differences(baseline.host()));
        if (!plan.scenarios().equals(baseline.plan().scenarios())
                || !plan.protocols().equals(baseline.plan().protocols())) {
            differences.add("the scenarios or protocols are others");
        }
        if (plan.measuredMillis() != baseline.plan().measuredMillis()
                || plan.warmUpWindowMillis() != baseline.plan().warmUpWindowMillis()) {
            differences.add("the windows are of another length");
        }
        if (plan.blocks() != baseline.plan().blocks()) {
            differences.add("the blocks were " + baseline.plan().blocks() + " and are " + plan.blocks());
        }
        otherReference(plan).ifPresent(differences::add);
        return differences;
    }

    /**
     * Each bound that is broken, as a sentence. One is broken when the median of the blocks is beyond it, and no block of now is as
     * good as the worst of then: what differs by chance breaks nothing. A server that takes part must have all figures that it had.
     */
    public List<String> broken(Comparison now) {
        List<String> broken = new ArrayList<>();
        for (ServerResult known : baseline.servers()) {
            now.server(known.name()).ifPresent(server -> known.cells().stream()
                    .filter(cell -> cell.summary().isPresent() && isIn(now.plan(), cell))
                    .forEach(cell -> check(server, cell, now, broken)));
        }
        return broken;
    }

    private static boolean isIn(Plan plan, Cell cell) {
        return plan.protocols().contains(cell.protocol())
                && plan.scenarios().stream().anyMatch(scenario -> scenario.name().equals(cell.scenario()));
    }

    /**
     * What of the baseline nothing is held against, each as a sentence: servers that do not take part, scenarios that were not
     * measured, ratios to another reference.
     */
    public List<String> leftOut(Comparison now) {
        List<String> leftOut = new ArrayList<>();
        name("Servers", baseline.servers().stream().map(ServerResult::name)
                .filter(name -> now.server(name).isEmpty() && !name.equals(baseline.plan().alias())), leftOut);
        name("Scenarios", baseline.servers().stream().flatMap(server -> server.cells().stream())
                .filter(cell -> !isIn(now.plan(), cell)).map(cell -> cell.scenario() + " (" + cell.protocol() + ")")
                .distinct(), leftOut);
        String why = hasRatios() && now.plan().reference() == null && baseline.plan().reference() == null
                ? "there is no reference"
                : otherReference(now.plan()).orElse("");
        if (!why.isEmpty()) {
            leftOut.add("No " + Figure.CPU_RATIO.word() + " was looked at: " + why + ".");
        }
        return leftOut;
    }

    private static void name(String what, Stream<String> names, List<String> leftOut) {
        String all = names.collect(Collectors.joining(", "));
        if (!all.isEmpty()) {
            leftOut.add(what + " of the baseline that were not measured now: " + all + ".");
        }
    }

    private Optional<String> otherReference(Plan plan) {
        String then = baseline.plan().reference();
        return !hasRatios() || Objects.equals(then, plan.reference())
                ? Optional.empty()
                : Optional.of("the reference was " + (then == null ? "none" : then) + " and is "
                        + (plan.reference() == null ? "none" : plan.reference()));
    }

    private boolean hasRatios() {
        return bounds.stream().anyMatch(bound -> bound.figure() == Figure.CPU_RATIO);
    }

    private void check(ServerResult server, Cell then, Comparison now, List<String> broken) {
        List<Bound> about = bounds.stream()
                .filter(bound -> bound.isAbout(then.scenario(), server.name()))
                .filter(bound -> bound.figure() != Figure.CPU_RATIO || otherReference(now.plan()).isEmpty()).toList();
        if (about.isEmpty()) {
            return;
        }
        String where = server.name() + ", " + then.scenario() + " (" + then.protocol() + "): ";
        Optional<Cell> cell = server.cell(then.scenario(), then.protocol());
        if (cell.isEmpty()) {
            broken.add(where + "not measured, and had figures in the baseline."
                    + (server.unavailable() == null ? "" : " " + server.unavailable()));
        } else if (cell.get().summary().isEmpty()) {
            broken.add(where + "void, and had figures in the baseline. " + cell.get().voidReason().orElse(""));
        } else {
            about.forEach(bound -> check(bound,
                    bound.figure().of(cell.get(), reference(now, then)),
                    bound.figure().of(then, reference(baseline, then))).ifPresent(what -> broken.add(where + what)));
        }
    }

    private static Optional<String> check(Bound bound, double[] blocksNow, double[] blocksThen) {
        double now = known(blocksNow);
        double then = known(blocksThen);
        String figure = bound.figure().word();
        if (then <= 0) {
            return Optional.empty();
        }
        if (now <= 0) {
            return Optional.of(figure + " is unknown, and was not in the baseline.");
        }
        double worse = bound.figure().worsening(now, then);
        return worse > bound.most() && apart(bound.figure(), blocksNow, blocksThen)
                ? Optional.of(
                        String.format(Locale.ROOT, "%s was %,.2f and is %,.2f, %.2f times worse; the bound is %.2f.",
                                figure, then, now, worse, bound.most()))
                : Optional.empty();
    }

    /** The median; not above 0 where it is unknown. */
    private static double known(double[] blocks) {
        return blocks.length == 0 ? 0 : Interval.median(blocks);
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

    private static @Nullable Cell reference(Comparison comparison, Cell like) {
        return comparison.server(comparison.plan().reference())
                .flatMap(server -> server.cell(like.scenario(), like.protocol())).orElse(null);
    }
}
