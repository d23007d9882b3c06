package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.processes.ProcessFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Decides when a server has settled: a JVM when it has compiled hardly anything for three windows; others, whose compiler nobody
 * can look at, when they have not become faster for three windows. That it becomes slower says nothing, since machines change
 * their speed from one moment to the next. Used by one thread.
 */
public final class WarmUp {

    /** For a server that has settled before, at a rate at which it would take for ever to do so. */
    static final long LOW_RATE_MILLIS = 1_000;

    private static final int WINDOWS = 3;
    private static final double GAIN = 0.03;
    /** The share of a window that compilers may use. */
    static final double COMPILING_MOST = 0.03;

    private final List<Double> costs = new ArrayList<>();
    private final List<Double> compilingShares = new ArrayList<>();

    /** A window that is ordered when it is asked for. */
    interface OrderedWindow {
        Window get() throws LoadFailure, ProcessFailure;
    }

    /**
     * Lets windows go by until the server has settled, or so much time has passed: where each connection is a process a window
     * takes many times longer than it should.
     */
    static WarmUp carryOut(long millisMost, Meters meters, OrderedWindow ordered) throws LoadFailure, ProcessFailure {
        WarmUp warmUp = new WarmUp();
        OptionalLong compiledBefore = meters.compilingNanos();
        long end = System.nanoTime() + millisMost * 1_000_000;
        while (!warmUp.settled() && System.nanoTime() - end < 0) {
            long before = meters.serverNanos();
            Window window = ordered.get();
            OptionalLong compiled = meters.compilingNanos();
            warmUp.add((double) (meters.serverNanos() - before) / window.requests(),
                    compiled.isPresent() && compiledBefore.isPresent()
                            ? OptionalDouble.of((double) (compiled.getAsLong() - compiledBefore.getAsLong())
                                    / window.nanos())
                            : OptionalDouble.empty());
            compiledBefore = compiled;
        }
        return warmUp;
    }

    /**
     * Takes note of another window.
     *
     * @param compilingShare time that compilers used, over the window's; empty where it is unknown
     */
    void add(double cpuNanosPerRequest, OptionalDouble compilingShare) {
        costs.add(cpuNanosPerRequest);
        compilingShare.ifPresent(compilingShares::add);
    }

    /** How many windows there were. */
    public int windows() {
        return costs.size();
    }

    /** Whether the last three windows were those of a warm server. */
    public boolean settled() {
        return compilingShares.isEmpty() ? isNoFaster() : hasCompiled();
    }

    private boolean hasCompiled() {
        int before = compilingShares.size() - WINDOWS;
        return before >= 0
                && compilingShares.stream().skip(before).allMatch(share -> share <= COMPILING_MOST);
    }

    /** Whether none of the last three windows took 3 % less CPU time per request than the best before them. */
    private boolean isNoFaster() {
        int before = costs.size() - WINDOWS;
        return before > 0 && least(costs.subList(before, costs.size())) > (1 - GAIN) * least(costs.subList(0, before));
    }

    private static double least(List<Double> costs) {
        return costs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}
