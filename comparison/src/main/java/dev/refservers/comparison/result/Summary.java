package dev.refservers.comparison.result;

import dev.refservers.comparison.load.Window;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The figures of a cell: medians over its blocks, and percentiles of all its latencies together.
 *
 * @param cpuMicrosPerRequest CPU time of the server per request; -1, as all that is read of its processes, where it was not
 *        started for the comparison
 * @param cpuMicrosLeast the least of all blocks
 * @param cpuMicrosMost the most of all blocks
 * @param requestsPerSecond answered; at least so many are possible where the generator was the limit
 * @param p50Micros half of all requests were answered within this
 * @param p90Micros see {@code p50Micros}
 * @param p99Micros see {@code p50Micros}
 * @param p999Micros see {@code p50Micros}
 * @param maxMicros the longest
 * @param switchesPerRequest context switches of the server
 * @param processes of the server
 * @param threads of the server
 * @param residentBytes of the server, pages that its processes share counted once for each
 * @param proportionalBytes of the server, shared pages divided among their users; -1 where the kernel does not tell
 * @param generatorBusyShare how much of the time the generator was busy
 * @param generatorWasLimit whether that was too much for throughput and latency to be the server's own
 * @param settled whether the server had settled before every measured window
 * @param disturbed whether somebody else had a noticeable share of a core in some block
 */
public record Summary(double cpuMicrosPerRequest, double cpuMicrosLeast, double cpuMicrosMost,
        double requestsPerSecond, double p50Micros, double p90Micros, double p99Micros, double p999Micros,
        double maxMicros, double switchesPerRequest, int processes, int threads, long residentBytes,
        long proportionalBytes, double generatorBusyShare, boolean generatorWasLimit, boolean settled,
        boolean disturbed) {

    /** A generator that is busy for longer than this makes clients wait itself. */
    private static final double BUSY_MOST = 0.9;

    /** Whether there was a process to read CPU time, memory and the like of. */
    public boolean metered() {
        return cpuMicrosPerRequest >= 0;
    }

    /** Summarises one measurement or more. */
    static Summary of(List<Measurement> blocks) {
        List<Load> loads = blocks.stream().map(Measurement::load).toList();
        return of(loads, blocks.stream().allMatch(Measurement::settled));
    }

    /** Summarises one load or more that were measured apart. */
    public static Summary of(List<Load> loads, boolean settled) {
        Histogram latencies = Window.decode(loads.getFirst().latencies());
        loads.stream().skip(1).forEach(load -> latencies.add(Window.decode(load.latencies())));
        double busy = median(loads, Load::generatorBusyShare);
        return new Summary(median(loads, Load::cpuMicrosPerRequest),
                loads.stream().mapToDouble(Load::cpuMicrosPerRequest).min().orElseThrow(),
                loads.stream().mapToDouble(Load::cpuMicrosPerRequest).max().orElseThrow(),
                median(loads, Load::requestsPerSecond), micros(latencies, 50), micros(latencies, 90),
                micros(latencies, 99), micros(latencies, 99.9), latencies.getMaxValue() / 1e3,
                median(loads, Load::switchesPerRequest),
                (int) median(loads, Load::processes), (int) median(loads, Load::threads),
                (long) median(loads, Load::residentBytes),
                (long) median(loads, Load::proportionalBytes),
                busy, busy > BUSY_MOST, settled,
                loads.stream().anyMatch(load -> load.disturbance() != null && load.disturbance().matters()));
    }

    private static double micros(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    static double median(List<Load> loads, ToDoubleFunction<Load> figure) {
        double[] sorted = loads.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
