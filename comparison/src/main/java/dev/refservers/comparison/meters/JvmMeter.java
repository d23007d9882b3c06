package dev.refservers.comparison.meters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What JVMs have spent on themselves since they started, and how much of their heaps is in use.
 *
 * @param gcMillis time in garbage collections
 * @param jitMillis time in which code was compiled, summed over the compiler's threads
 * @param heapBytes in use after the last collection, and since where that is counted
 */
public record JvmMeter(double gcMillis, double jitMillis, double heapBytes) {

    private static final String FREQUENCY = "sun.os.hrt.frequency";

    /** Reads the process and its descendants; empty where none of them is a JVM that lets itself be read. */
    public static Optional<JvmMeter> read(long pid) {
        Stream<Long> descendants = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        return sum(Stream.concat(Stream.of(pid), descendants).map(PerfData::of)
                .filter(counters -> counters.containsKey(FREQUENCY)).toList());
    }

    static Optional<JvmMeter> sum(List<Map<String, Long>> jvms) {
        if (jvms.isEmpty()) {
            return Optional.empty();
        }
        double gc = 0;
        double jit = 0;
        double heap = 0;
        for (Map<String, Long> counters : jvms) {
            double ticksPerMilli = counters.getOrDefault(FREQUENCY, 0L) / 1e3;
            for (Map.Entry<String, Long> counter : counters.entrySet()) {
                String name = counter.getKey();
                if (name.matches("sun\\.gc\\.collector\\.\\d+\\.time")) {
                    gc += counter.getValue() / ticksPerMilli;
                } else if (name.equals("java.ci.totalTime")) {
                    jit += counter.getValue() / ticksPerMilli;
                } else if (name.matches("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used")) {
                    heap += counter.getValue();
                }
            }
        }
        return Optional.of(new JvmMeter(gc, jit, heap));
    }
}
