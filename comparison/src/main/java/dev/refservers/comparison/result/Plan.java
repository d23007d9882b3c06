package dev.refservers.comparison.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and for how long.
 *
 * @param mode {@link #QUICK} or {@link #FULL}
 * @param conformance which client scripts are run first, in a sentence
 * @param protocols what is spoken
 * @param scenarios the scenarios, in their order
 * @param reference the name of the server that all others are held against; null if it is not among them
 * @param alias under which the reference is measured a second time: how far the two differ is noise; null if it is not
 * @param blocks how often each server is measured in each cell, with a fresh process each time
 * @param seed decides the order of the servers in each block, and when requests are sent
 * @param warmUpWindowMillis how long a warm-up window is
 * @param warmUpWindowsMost so many have time to go by until a server that has not settled is measured nevertheless
 * @param measuredMillis how long a server is measured in a cell of a block
 * @param rounds into how many windows that is divided; between them the other servers are measured
 */
public record Plan(String mode, String conformance, List<String> protocols, List<ScenarioFacts> scenarios,
        @Nullable String reference, @Nullable String alias, int blocks, long seed, long warmUpWindowMillis,
        int warmUpWindowsMost, long measuredMillis, int rounds) {

    /** The mode of a comparison that takes less than two minutes. */
    public static final String QUICK = "quick";
    /** The mode of a comparison to be cited. */
    public static final String FULL = "full";

    public Plan {
        Members.require(mode, "mode");
        Members.require(conformance, "conformance");
        Members.require(protocols, "protocols");
        Members.require(scenarios, "scenarios");
        protocols = List.copyOf(protocols);
        scenarios = List.copyOf(scenarios);
    }

    /** The time after which a server that has not settled is measured nevertheless. */
    public long warmUpMillisMost() {
        return warmUpWindowsMost * warmUpWindowMillis;
    }
}
