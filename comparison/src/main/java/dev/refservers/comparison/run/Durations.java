package dev.refservers.comparison.run;

import dev.refservers.comparison.result.Plan;

/** How long the steps of a comparison should take; the time left that users see is made of these. */
final class Durations {

    static final double START_SECONDS = 1.0;
    static final double STOP_SECONDS = 0.3;
    /** The windows of a warm-up that three agreeing ones need on average. */
    private static final double USUAL_WARM_UP_WINDOWS = 4.5;

    private Durations() {}

    static double conformanceSeconds(Plan plan) {
        return plan.mode().equals(Plan.QUICK) ? 2 : 30;
    }

    static double cellSeconds(Plan plan) {
        return Math.min(USUAL_WARM_UP_WINDOWS, plan.warmUpWindowsMost()) * plan.warmUpWindowMillis() / 1e3
                + plan.measuredMillis() / 1e3 + 0.2;
    }
}
