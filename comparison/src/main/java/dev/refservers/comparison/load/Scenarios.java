package dev.refservers.comparison.load;

import java.util.List;
import java.util.stream.Collectors;

/** All scenarios, in the order in which they are run. */
public final class Scenarios {

    /** See the class. */
    public static final List<Scenario> ALL = List.of(new Steady(), new PingPong(), new Pipelining(), new PushPop());

    /** Those that fit into two minutes for all servers. */
    public static final List<Scenario> QUICK = List.of(new PingPong(), new Pipelining(), new PushPop());

    private Scenarios() {}

    /**
     * The scenario of this name.
     *
     * @throws IllegalArgumentException when there is none, with a message that names those that exist
     */
    public static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario '" + name + "'; there is "
                        + ALL.stream().map(Scenario::name).collect(Collectors.joining(", ")) + "."));
    }
}
