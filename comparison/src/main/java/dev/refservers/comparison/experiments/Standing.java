package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class Standing implements Experiment {

    private static final int CONNECTIONS = 50;
    /** What wakes up once a second must be seen more than once. */
    private static final double SECONDS = 7;

    @Override
    public String name() {
        return "standing";
    }

    @Override
    public String title() {
        return "50 connections on which nobody says anything; a request is a second";
    }

    @Override
    public String why() {
        return "Most servers wait most of the time: whoever polls, or wakes up to look at a clock, pays for that too.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public int connections() {
        return CONNECTIONS;
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 1 + Trial.millis(plan, SECONDS + 0.5) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.with((server, meters) -> {
            Trial.process(server);
            trial.warmUp(server, trial.connections(CONNECTIONS), 0.1);
            // Compilers go on for a moment.
            trial.crowd().rest(Duration.ofMillis(trial.millis(0.4)));
            Figures figures = new Figures();
            long seconds = Math.max(1, trial.millis(SECONDS) / 1000);
            Load load = trial.observe(meters, figures, () -> {
                Window rest = trial.crowd().rest(Duration.ofSeconds(seconds));
                return new Window(seconds, rest.nanos(), rest.busyNanos(), 0, 0, rest.latencies());
            });
            figures.with("standingCpuMicrosPerSecond", load.cpuNanos() / 1e3 / (load.nanos() / 1e9));
            return trial.measurement(load, List.of(), figures);
        });
    }
}
