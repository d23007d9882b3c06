package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Conversations;
import dev.refservers.comparison.load.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All scenarios, in the order in which they are shown. */
public final class Scenarios {

    /** Experiments, in their order. */
    static final List<Experiment> EXPERIMENTS = experiments();

    /** See the class. */
    public static final List<Scenario> ALL = all();

    /** Those that fit into two minutes for the base architectures. */
    public static final List<Scenario> QUICK = ALL.stream()
            .filter(scenario -> Set.of("ping-pong", "pipelining", "push-pop").contains(scenario.name()))
            .toList();

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

    private static List<Experiment> experiments() {
        List<Experiment> experiments = new ArrayList<>(List.of(new Ladder(), new Overload()));
        experiments.addAll(Idle.ALL);
        // What thousands of connections leave behind in the kernel is not to be taken for what idle ones hold.
        experiments.addAll(List.of(new SlowReading(), new Comings(), new StartUp(), new Draining(), new Standing(),
                new SystemCalls()));
        return List.copyOf(experiments);
    }

    private static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(Conversations.ALL);
        all.addAll(EXPERIMENTS);
        return List.copyOf(all);
    }
}
