package dev.refservers.comparison.result;

import org.jspecify.annotations.Nullable;

/**
 * What was measured while a server was under load. Everything that is a sum is over the server's whole process tree.
 *
 * @param requests requests answered, each checked
 * @param nanos from the first request to the last reply; where there were several windows, their sum
 * @param cpuNanos CPU time that the server used for them, user and kernel; -1, as all that is read of its processes, where it
 *        was not started for the comparison
 * @param generatorBusyNanos time in which the generator had something to do
 * @param offeredPerSecond requests that should have been sent in a second; 0 in a closed loop
 * @param generatorLagNanos how late the generator sent 99 % of them at the most; 0 in a closed loop
 * @param processes at the end
 * @param threads at the end
 * @param residentBytes at the end
 * @param proportionalBytes at the end; -1 where the kernel does not tell
 * @param voluntarySwitches meanwhile, of threads alive at the end
 * @param involuntarySwitches meanwhile, of threads alive at the end
 * @param disturbance who else had a share of the cores; null where processes are not pinned
 * @param latencies nanoseconds, in an open loop from the moment at which requests should have been sent: HdrHistogram's compressed
 *        form in base 64
 * @param latenciesFromSending the same from the moment at which they were sent; null in a closed loop, where that is no other
 * @param sendLags how late the generator itself began rounds, in the same form; null in a closed loop
 */
public record Load(long requests, long nanos, long cpuNanos, long generatorBusyNanos, double offeredPerSecond,
        long generatorLagNanos, int processes, int threads, long residentBytes, long proportionalBytes,
        long voluntarySwitches, long involuntarySwitches, @Nullable Disturbance disturbance, String latencies,
        @Nullable String latenciesFromSending, @Nullable String sendLags) {

    public Load {
        Members.require(latencies, "latencies");
    }

    /** What was measured in a closed loop. */
    public Load(long requests, long nanos, long cpuNanos, long generatorBusyNanos, double offeredPerSecond,
            long generatorLagNanos, int processes, int threads, long residentBytes, long proportionalBytes,
            long voluntarySwitches, long involuntarySwitches, @Nullable Disturbance disturbance, String latencies) {
        this(requests, nanos, cpuNanos, generatorBusyNanos, offeredPerSecond, generatorLagNanos, processes, threads,
                residentBytes, proportionalBytes, voluntarySwitches, involuntarySwitches, disturbance, latencies, null,
                null);
    }

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

    /** The share of the time in which the generator had something to do. */
    public double generatorBusyShare() {
        return (double) generatorBusyNanos / nanos;
    }
}
