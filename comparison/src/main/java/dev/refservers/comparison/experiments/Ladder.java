package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class Ladder implements Experiment {

    private static final List<Integer> PERCENT = List.of(10, 25, 50, 75, 90, 100, 110);

    @Override
    public String name() {
        return "ladder";
    }

    @Override
    public String title() {
        return "50 connections: as fast as it goes, then 10 to 110 % of that at random moments";
    }

    @Override
    public String why() {
        return "Latency is short until a server gets near its limit: this shows where the curve bends, in its own terms.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public int connections() {
        return SettledServer.CONNECTIONS;
    }

    @Override
    public String axis() {
        return "requests/s";
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 4 + Trial.millis(plan, 1 + Capacity.ALL_SECONDS + PERCENT.size() * 0.4) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.settled().with((server, meters) -> {
            trial.connect(server, trial.connections(SettledServer.CONNECTIONS));
            Figures figures = new Figures();
            Load capacity = Capacity.find(trial, meters, figures);
            List<Measurement.Step> steps = new ArrayList<>();
            for (int percent : PERCENT) {
                double rate = capacity.requestsPerSecond() * percent / 100;
                Load load = trial.observe(meters, rate, trial.millis(0.4), figures);
                steps.add(new Measurement.Step(percent + " % of its capacity", rate, load));
            }
            figures.with("capacityPerSecond", capacity.requestsPerSecond());
            figures.with("kneePerSecond", knee(steps));
            return trial.measurement(capacity, steps, figures);
        });
    }

    /**
     * Where throughput divided by the mean time in the system is greatest: Kleinrock's power. A rate that was not kept is none at
     * which a server can be run.
     */
    static double knee(List<Measurement.Step> steps) {
        double most = 0;
        double knee = 0;
        for (Measurement.Step step : steps) {
            Load load = step.load();
            if (!Loads.rateKept(load)) {
                continue;
            }
            double power = load.requestsPerSecond() / Window.decode(load.latencies()).getMean();
            if (power > most) {
                most = power;
                knee = step.value();
            }
        }
        return knee;
    }
}
