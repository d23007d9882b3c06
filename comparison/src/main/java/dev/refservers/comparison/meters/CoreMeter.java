package dev.refservers.comparison.meters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one core has done since the machine started, from /proc/stat: shows whether somebody else had a share of a
 * measured window.
 *
 * @param busyNanos time in processes, user and kernel mode
 * @param stolenNanos time in which the hypervisor ran something else
 */
public record CoreMeter(long busyNanos, long stolenNanos) {

    private static final long NANOS_PER_TICK = 10_000_000;

    /**
     * Reads the core's account now.
     *
     * @throws IllegalArgumentException when there is no such core
     */
    public static CoreMeter read(int core) {
        try {
            return parse(Files.readString(Path.of("/proc/stat")), core);
        } catch (IOException failure) {
            throw new IllegalStateException("cannot read /proc/stat", failure);
        }
    }

    static CoreMeter parse(String stat, int core) {
        String label = "cpu" + core + " ";
        String line = stat.lines()
                .filter(candidate -> candidate.startsWith(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no core " + core + " in /proc/stat"));
        // user nice system idle iowait irq softirq steal …
        String[] fields = line.substring(label.length()).strip().split(" +", -1);
        long busy = Long.parseLong(fields[0]) + Long.parseLong(fields[1]) + Long.parseLong(fields[2]);
        return new CoreMeter(busy * NANOS_PER_TICK, Long.parseLong(fields[7]) * NANOS_PER_TICK);
    }

    /** What was done since {@code earlier}. */
    public CoreMeter since(CoreMeter earlier) {
        return new CoreMeter(busyNanos - earlier.busyNanos, stolenNanos - earlier.stolenNanos);
    }
}
