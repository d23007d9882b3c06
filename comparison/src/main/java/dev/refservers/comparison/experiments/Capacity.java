package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import java.util.ArrayList;
import java.util.List;

/** How many requests a second a server answers to clients who ask again at once. */
final class Capacity {

    /** Machines change their speed several times a second: one window would be that of a moment. */
    private static final int WINDOWS = 3;
    private static final double SECONDS = 0.5;

    /** How long it takes to find out, in the parts of {@link Trial#millis}. */
    static final double ALL_SECONDS = WINDOWS * SECONDS;

    private Capacity() {}

    /** Finds out, with the clients that are connected. */
    static Load find(Trial trial, Meters meters, Figures figures) throws LoadFailure, ProcessFailure {
        Meters.Reading before = meters.before();
        List<Load> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            windows.add(trial.round(meters, 0, trial.millis(SECONDS), figures));
        }
        return trial.sum(windows, meters, before, figures);
    }
}
