package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Experiment;
import dev.refservers.comparison.result.Plan;
import java.util.List;

/** How long the steps of a comparison should take; the time left that users see is made of these. */
final class Durations {

    static final double START_SECONDS = 1.0;
    static final double STOP_SECONDS = 0.3;
    /** To read all meters before and after a window. */
    static final double METERS_SECONDS = 0.03;
    /** The windows of a warm-up, on average over a full comparison. */
    private static final double USUAL_WARM_UP_WINDOWS = 7.2;

    private Durations() {}

    static double conformanceSeconds(Plan plan) {
        return plan.mode().equals(Plan.QUICK) ? 2 : 21;
    }

    /** All cells of one server in one block. */
    static double blockSeconds(Plan plan, List<CellBuilder> cells) {
        double seconds = 0;
        boolean started = false;
        for (CellBuilder cell : cells) {
            if (cell.scenario() instanceof Experiment experiment) {
                seconds += experiment.expectedSeconds(plan);
            } else {
                seconds += warmUpSeconds(plan) + plan.measuredMillis() / 1e3 + plan.rounds() * METERS_SECONDS
                        + (started ? 0 : START_SECONDS + STOP_SECONDS);
                started = true;
            }
        }
        return seconds;
    }

    static double warmUpSeconds(Plan plan) {
        return Math.min(USUAL_WARM_UP_WINDOWS, plan.warmUpWindowsMost()) * plan.warmUpWindowMillis() / 1e3 + 0.1;
    }
}
