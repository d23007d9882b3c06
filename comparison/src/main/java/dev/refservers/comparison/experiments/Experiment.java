package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Scenario;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;

/** A scenario that needs a server to itself, and more than windows of one load on connections that stay open. */
public interface Experiment extends Scenario {

    /**
     * Measures one server once, which it has started by {@link Trial#with} or found by {@link Trial#settled}.
     *
     * @throws LoadFailure what the server did wrong, or the limit that it reached, which makes the cell void
     * @throws ProcessFailure when a process could not be started, or the generator failed
     */
    Measurement run(Trial trial) throws LoadFailure, ProcessFailure;

    /** How long that takes, for the time left that users see. */
    double expectedSeconds(Plan plan);
}
