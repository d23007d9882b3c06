package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Seen;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** See {@link #why}. */
final class Draining implements Experiment {

    private static final int CONNECTIONS = 50;
    private static final int EXIT_SECONDS_MOST = 15;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String title() {
        return "50 connections, as fast as it goes, and SIGTERM in the midst of it";
    }

    @Override
    public String why() {
        return "Whoever replaces a server wants it to go soon, and to leave no client without the reply that it is owed.";
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
        return 1.5 + Trial.millis(plan, 0.8) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.with((server, meters) -> {
            long pid = Trial.process(server);
            trial.warmUp(server, trial.connections(CONNECTIONS), 1);
            CompletableFuture<Long> exit = ProcessHandle.of(pid)
                    .orElseThrow(() -> new LoadFailure("it ended by itself"))
                    .onExit()
                    .thenApply(ended -> System.nanoTime());
            Seen seen = trial.crowd().drain(pid, Duration.ofMillis(trial.millis(0.3)), Trial.REPLY_PATIENCE);
            Map<String, Long> counts = seen.counts();
            long exitedAt = exit.completeOnTimeout(0L, EXIT_SECONDS_MOST, TimeUnit.SECONDS).join();
            if (exitedAt == 0) {
                throw new LoadFailure("it had not ended " + EXIT_SECONDS_MOST + " s after its last connection");
            }
            // Its process is gone, and with it what the meters would read.
            Load load = Loads.unmetered(seen.window());
            Figures figures = new Figures()
                    .with("drainMillis", (exitedAt - counts.getOrDefault("signalledAtNanos", 0L)) / 1e6);
            for (String count : List.of("repliesAfterSignal", "requestsUnanswered", "repliesTorn",
                    "connectionsReset")) {
                figures.with(count, counts.getOrDefault(count, 0L));
            }
            return trial.measurement(load, List.of(), figures);
        });
    }
}
