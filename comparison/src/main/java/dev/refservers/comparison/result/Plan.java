package dev.refservers.comparison.result;

import java.util.List;

/**
 * What is measured, and for how long.
 *
 * @param mode {@link #QUICK} or {@link #FULL}
 * @param conformance which client scripts are run first, in a sentence
 * @param protocols what is spoken
 * @param scenarios names of the scenarios, in their order
 * @param blocks how often each server is measured in each cell, with a fresh process each time
 * @param seed decides the order of the servers in each block
 * @param warmUpWindowMillis how long a warm-up window is
 * @param warmUpWindowsMost windows after which a server that has not settled is measured nevertheless
 * @param measuredMillis how long the measured window is
 */
public record Plan(String mode, String conformance, List<String> protocols, List<String> scenarios, int blocks,
        long seed, long warmUpWindowMillis, int warmUpWindowsMost, long measuredMillis) {

    /** The mode of a comparison that takes less than two minutes. */
    public static final String QUICK = "quick";
    /** The mode of a comparison to be cited. */
    public static final String FULL = "full";

    public Plan {
        protocols = List.copyOf(protocols);
        scenarios = List.copyOf(scenarios);
    }
}
