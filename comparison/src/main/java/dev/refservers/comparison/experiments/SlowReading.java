package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Seen;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class SlowReading implements Experiment {

    private static final int OTHERS = 95;
    private static final int SLOW = 5;
    private static final double PER_SECOND = 5_000;

    @Override
    public String name() {
        return "slow-readers";
    }

    @Override
    public String title() {
        return "95 connections ask 5,000 times a second; then 5 more read 4 MB at 1 KB a second";
    }

    @Override
    public String why() {
        return "A server that waits until a slow client has taken its reply lets all others wait too.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue");
    }

    @Override
    public int connections() {
        return OTHERS + SLOW;
    }

    @Override
    public String axis() {
        return "slow readers";
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 5 + Trial.millis(plan, 3) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        trial.requireConnections();
        return trial.with((server, meters) -> {
            Figures figures = new Figures();
            trial.connect(server, OTHERS);
            trial.settleAtLow(meters, PER_SECOND);
            Load without = trial.measure(meters, PER_SECOND, trial.millis(1), figures);
            trial.crowd().openSlow(server.address(), SLOW, Trial.OPEN_PATIENCE);
            Load with = trial.observe(meters, figures, () -> {
                Seen seen = trial.crowd().watch(Duration.ofMillis(trial.millis(1)), Trial.REPLY_PATIENCE, PER_SECOND,
                        trial.seed());
                figures.with("slowBytesPerSecond",
                        seen.counts().getOrDefault("slowBytes", 0L) / (seen.window().nanos() / 1e9) / SLOW);
                return seen.window();
            });
            return trial.measurement(with, List.of(new Measurement.Step("nobody reads slowly", 0, without),
                    new Measurement.Step("5 of 100 read slowly", SLOW, with)), figures);
        });
    }
}
