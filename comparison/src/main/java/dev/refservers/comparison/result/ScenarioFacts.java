package dev.refservers.comparison.result;

import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.load.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a scenario, so that a result can be read without the code that made it. See {@link Scenario}.
 *
 * @param value where it stands in its family; null where the family has one member
 * @param roundsPerSecond 0 in a closed loop, and in experiments
 * @param blocks in how many blocks it is measured
 */
public record ScenarioFacts(String name, String family, String axis, @Nullable Double value, String title, String why,
        int connections, int depth, double roundsPerSecond, int blocks) {

    public ScenarioFacts {
        Members.require(name, "name");
        Members.require(family, "family");
        Members.require(axis, "axis");
        Members.require(title, "title");
        Members.require(why, "why");
    }

    /** The facts about this one in a comparison of so many blocks, of which it takes part in as many as are usual for it. */
    public static ScenarioFacts usual(Scenario scenario, int blocks) {
        return of(scenario, Math.min(blocks, scenario.blocksMost()));
    }

    /** The facts about this one where it is measured in so many blocks. */
    public static ScenarioFacts of(Scenario scenario, int blocks) {
        Conversation talk = scenario instanceof Conversation conversation ? conversation : null;
        return new ScenarioFacts(scenario.name(), scenario.family(), scenario.axis(),
                scenario.value().isPresent() ? scenario.value().getAsDouble() : null, scenario.title(), scenario.why(),
                scenario.connections(), talk == null ? 1 : talk.depth(), talk == null ? 0 : talk.roundsPerSecond(),
                blocks);
    }
}
