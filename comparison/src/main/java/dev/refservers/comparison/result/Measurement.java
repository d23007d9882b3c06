package dev.refservers.comparison.result;

import org.jspecify.annotations.Nullable;

/**
 * What was measured in one window of one block. Everything that is a sum is over the server's whole process tree.
 *
 * @param block its number, from 1
 * @param warmUpWindows windows of load before this one
 * @param settled whether the last three of them agreed within 3 % on CPU time per request
 * @param requests requests answered, each checked
 * @param nanos from the first request to the last reply
 * @param cpuNanos CPU time that the server used for them, user and kernel; -1, as all that is read of its processes, where it
 *        was not started for the comparison
 * @param generatorBusyNanos time in which the generator had something to do
 * @param offeredPerSecond requests that should have been sent in a second; 0 in a closed loop
 * @param generatorLagNanos how late the generator sent 99 % of them at the most; 0 in a closed loop
 * @param processes at the end of the window
 * @param threads at the end of the window
 * @param residentBytes at the end of the window
 * @param proportionalBytes at the end of the window; -1 where the kernel does not tell
 * @param voluntarySwitches during the window, of threads alive at its end
 * @param involuntarySwitches during the window, of threads alive at its end
 * @param disturbance who else had a share of the cores; null where processes are not pinned
 * @param latencies nanoseconds: HdrHistogram's compressed form in base 64
 */
public record Measurement(int block, int warmUpWindows, boolean settled, long requests, long nanos, long cpuNanos,
        long generatorBusyNanos, double offeredPerSecond, long generatorLagNanos, int processes, int threads,
        long residentBytes, long proportionalBytes, long voluntarySwitches, long involuntarySwitches,
        @Nullable Disturbance disturbance, String latencies) {

    /** CPU time per request; -1 where it is unknown. */
    public double cpuMicrosPerRequest() {
        return cpuNanos < 0 ? -1 : cpuNanos / 1e3 / requests;
    }

    /** Context switches per request; -1 where they are unknown. */
    public double switchesPerRequest() {
        return voluntarySwitches < 0 ? -1 : (double) (voluntarySwitches + involuntarySwitches) / requests;
    }

    /** Requests answered in a second. */
    public double requestsPerSecond() {
        return requests / (nanos / 1e9);
    }

    /** The share of the window in which the generator had something to do. */
    public double generatorBusyShare() {
        return (double) generatorBusyNanos / nanos;
    }
}
