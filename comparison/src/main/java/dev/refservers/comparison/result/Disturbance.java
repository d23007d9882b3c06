package dev.refservers.comparison.result;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shares of a window, from 0 to 1, that others had of the cores on which the server and the generator run. The kernel counts
 * in ticks of some milliseconds: of a short window it can be less than 0, and only the mean over many says something.
 *
 * @param serverCore other processes on the server's core
 * @param generatorCore other processes on the generator's core
 * @param stolen what the hypervisor gave to other machines, of the core that lost more
 */
public record Disturbance(double serverCore, double generatorCore, double stolen) {

    /** Above this, a figure says something about the neighbours too. */
    private static final double MOST = 0.05;

    /** The mean over windows of the same length; null if there are none. */
    public static @Nullable Disturbance mean(List<Disturbance> windows) {
        return windows.isEmpty()
                ? null
                : new Disturbance(mean(windows, Disturbance::serverCore), mean(windows, Disturbance::generatorCore),
                        mean(windows, Disturbance::stolen));
    }

    private static double mean(List<Disturbance> windows, ToDoubleFunction<Disturbance> share) {
        return windows.stream().mapToDouble(share).average().orElseThrow();
    }

    /** Whether a figure that was measured meanwhile is to be taken with care. */
    public boolean matters() {
        return serverCore > MOST || generatorCore > MOST || stolen > MOST;
    }
}
