package dev.refservers.comparison.experiments;

import java.util.Map;
import java.util.TreeMap;

/**
 * What there is to say about windows beside their load, where it is known: {@code cpuPressureShare}, the share of the time in
 * which something on this machine waited for a core; {@code gcMillis} and {@code jitMillis} of a server that is a JVM. Used
 * by one thread.
 */
public final class Figures {

    private double nanos;
    private double observedNanos;
    private double compilingNanos;
    private double pressureMicros;
    private final Map<String, Double> sums = new TreeMap<>();

    /** Takes note of what happened between two readings. */
    void add(Meters.Reading before, Meters.Reading after) {
        observedNanos += after.nanos() - before.nanos();
        if (before.pressureMicros().isPresent() && after.pressureMicros().isPresent()) {
            nanos += after.nanos() - before.nanos();
            pressureMicros += after.pressureMicros().getAsLong() - before.pressureMicros().getAsLong();
        }
        addJvm(before, after);
    }

    /** Takes note only of what a JVM did between two readings. */
    public void addJvm(Meters.Reading before, Meters.Reading after) {
        if (before.compilingNanos().isPresent() && after.compilingNanos().isPresent()) {
            compilingNanos += Math.max(0, after.compilingNanos().getAsLong() - before.compilingNanos().getAsLong());
        }
        before.jvm().ifPresent(earlier -> after.jvm().ifPresent(later -> {
            // A process that has ended takes its account with it.
            sums.merge("gcMillis", Math.max(0, later.gcMillis() - earlier.gcMillis()), Double::sum);
            sums.merge("jitMillis", Math.max(0, later.jitMillis() - earlier.jitMillis()), Double::sum);
        }));
    }

    /** Whether compilers used as little of the windows as a server's that has settled. */
    public boolean settled() {
        return compilingNanos <= WarmUp.COMPILING_MOST * observedNanos;
    }

    /** Takes note of something else; the name ends in its unit. */
    Figures with(String name, double value) {
        sums.put(name, value);
        return this;
    }

    /** Takes note of a count or a number of bytes. */
    Figures with(String name, long value) {
        return with(name, (double) value);
    }

    /** All of it, by name. */
    public Map<String, Double> map() {
        Map<String, Double> all = new TreeMap<>(sums);
        if (nanos > 0) {
            all.put("cpuPressureShare", Math.clamp(1000 * pressureMicros / nanos, 0, 1));
        }
        return all;
    }
}
