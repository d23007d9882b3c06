package dev.refservers.comparison.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one server in one scenario in one block.
 *
 * @param block its number, from 1
 * @param warmUpWindows windows of load before it was measured
 * @param settled whether the last three of them showed a server that was warm: see {@code WarmUp}
 * @param load all of it together; for an experiment that is no load, such as starting, a "request" is what its title says
 * @param rounds the windows that it is made of, each beside one of every other server; empty where there is only one
 * @param steps parts of an experiment that are to be seen apart, such as the rates of a ladder, in their order
 * @param figures whatever else was measured: name, which ends in its unit, such as {@code drainMillis} → number
 */
public record Measurement(int block, int warmUpWindows, boolean settled, Load load, List<Round> rounds,
        List<Step> steps, Map<String, Double> figures) {

    public Measurement {
        Members.require(load, "load");
        Members.require(rounds, "rounds");
        Members.require(steps, "steps");
        Members.require(figures, "figures");
        rounds = List.copyOf(rounds);
        steps = List.copyOf(steps);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * One window of many.
     *
     * @param number from 1: rounds of one number were measured within seconds of each other, and may be compared
     * @param requests requests answered
     * @param nanos how long the window was
     * @param cpuNanos what they cost the server; -1 where that is unknown
     */
    public record Round(int number, long requests, long nanos, long cpuNanos) {}

    /**
     * A part of an experiment.
     *
     * @param name what was done, as a short phrase, such as {@code 120 % of its capacity}
     * @param value where it stands on the experiment's axis
     * @param load what was measured
     */
    public record Step(String name, double value, Load load) {

        public Step {
            Members.require(name, "name");
            Members.require(load, "load");
        }
    }
}
