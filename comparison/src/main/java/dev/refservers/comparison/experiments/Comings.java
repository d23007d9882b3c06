package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Seen;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Churn. See {@link #why}. */
final class Comings implements Experiment {

    private static final int AT_ONCE = 20;
    private static final String RESETS = "connectionsReset";

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String title() {
        return "20 clients at a time connect, ask once, and leave; a request is a connection";
    }

    @Override
    public String why() {
        return "Everything that a server does once for each connection is in every request: most of all a thread or a process for it.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public int connections() {
        return AT_ONCE;
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 2.5 + Trial.millis(plan, 1.5) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.with((server, meters) -> {
            int atOnce = trial.connections(AT_ONCE);
            WarmUp.carryOut(trial.plan().warmUpMillisMost(), meters,
                    () -> trial.crowd().churn(server.address(), trial.protocol(), atOnce,
                            Duration.ofMillis(trial.plan().warmUpWindowMillis()), Trial.REPLY_PATIENCE).window());
            Figures figures = new Figures();
            List<Window> parts = new ArrayList<>();
            Load load = trial.observe(meters, figures, () -> {
                Seen seen = trial.crowd().churn(server.address(), trial.protocol(), atOnce,
                        Duration.ofMillis(trial.millis(1.5)), Trial.REPLY_PATIENCE);
                parts.addAll(seen.parts());
                figures.with(RESETS, seen.counts().getOrDefault(RESETS, 0L));
                return seen.window();
            });
            return trial.measurement(load,
                    List.of(new Measurement.Step("to connect", 0, Loads.unmetered(parts.get(0))),
                            new Measurement.Step("from the request to the first byte", 1,
                                    Loads.unmetered(parts.get(1)))),
                    figures);
        });
    }
}
