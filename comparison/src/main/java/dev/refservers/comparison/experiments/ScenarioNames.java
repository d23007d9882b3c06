package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Scenario;
import java.util.ArrayList;

/** The names of all scenarios, for a help text that is made while the program runs. */
public final class ScenarioNames extends ArrayList<String> {

    private static final long serialVersionUID = 1;

    /** All of them, in their order. */
    public ScenarioNames() {
        super(Scenarios.ALL.stream().map(Scenario::name).toList());
    }
}
