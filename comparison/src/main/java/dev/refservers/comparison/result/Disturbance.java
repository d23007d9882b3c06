package dev.refservers.comparison.result;

/**
 * Shares of a window, from 0 to 1, that others had of the cores on which the server and the generator run.
 *
 * @param serverCore other processes on the server's core
 * @param generatorCore other processes on the generator's core
 * @param stolen what the hypervisor gave to other machines, of the core that lost more
 */
public record Disturbance(double serverCore, double generatorCore, double stolen) {

    /** Above this, a figure says something about the neighbours too. */
    private static final double MOST = 0.05;

    /** Whether a figure that was measured meanwhile is to be taken with care. */
    public boolean matters() {
        return serverCore > MOST || generatorCore > MOST || stolen > MOST;
    }
}
