package dev.refservers.comparison.experiments;

import java.util.ArrayList;
import java.util.List;

/** Decides when a server has settled: when three windows in a row agree on CPU time per request. Used by one thread. */
public final class WarmUp {

    private static final int WINDOWS = 3;
    private static final double AGREEMENT = 0.03;

    private final List<Double> costs = new ArrayList<>();

    /** Takes note of another window. */
    void add(double cpuNanosPerRequest) {
        costs.add(cpuNanosPerRequest);
    }

    /** How many windows there were. */
    public int windows() {
        return costs.size();
    }

    /** Whether the last three windows differ by no more than 3 %. */
    public boolean settled() {
        return costs.size() >= WINDOWS && spread() <= AGREEMENT;
    }

    /** By what share the dearest of the last three windows was above the cheapest. */
    double spread() {
        List<Double> last = costs.subList(Math.max(0, costs.size() - WINDOWS), costs.size());
        double least = last.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return least > 0 ? most / least - 1 : Double.POSITIVE_INFINITY;
    }
}
