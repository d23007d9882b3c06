package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Phase;
import dev.refservers.comparison.load.Seen;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** See {@link #why}. */
final class Overload implements Experiment {

    private static final long MILLIS_PER_SLICE = 100;
    private static final long SLACK_NANOS = 1_000_000;

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public String title() {
        return "50 connections, 50 % of what it can do, then 120 %, then 50 % again";
    }

    @Override
    public String why() {
        return "More comes than can be done, and nothing is dropped: this shows how long a server takes to be itself again.";
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
        return "% of its capacity";
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 0.3 + Trial.millis(plan, 5) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.settled().with((server, meters) -> {
            trial.connect(server, trial.connections(SettledServer.CONNECTIONS));
            Figures figures = new Figures();
            double capacity = trial.observe(meters, 0, trial.millis(0.7), new Figures()).requestsPerSecond();
            List<Phase> phases = List.of(phase(trial, 0.7, 0.5 * capacity), phase(trial, 1, 1.2 * capacity),
                    phase(trial, 1.5, 0.5 * capacity));
            List<Window> slices = new ArrayList<>();
            Load load = trial.observe(meters, figures, () -> {
                Seen seen = trial.crowd().surge(phases, trial.seed(), Trial.REPLY_PATIENCE);
                slices.addAll(seen.parts());
                return seen.window();
            });
            int before = phases.get(0).tenths();
            int over = before + phases.get(1).tenths();
            List<Measurement.Step> steps = List.of(
                    step("50 % of its capacity", 50, slices.subList(0, before)),
                    step("120 % of its capacity", 120, slices.subList(before, over)),
                    step("50 % again", 50, slices.subList(over, slices.size())));
            figures.with("capacityPerSecond", capacity);
            OptionalInt recovered = recovered(slices, before, over);
            if (recovered.isPresent()) {
                figures.with("recoveryMillis", MILLIS_PER_SLICE * recovered.getAsInt());
            } else {
                figures.with("notRecoveredAfterMillis", MILLIS_PER_SLICE * (slices.size() - over));
            }
            return trial.measurement(load, steps, figures.map());
        });
    }

    private static Phase phase(Trial trial, double seconds, double perSecond) {
        return new Phase((int) Math.max(2, trial.millis(seconds) / MILLIS_PER_SLICE), perSecond);
    }

    /** A phase: its slices as one window, from its start to the last reply to what should have been sent in it. */
    private static Measurement.Step step(String name, double percent, List<Window> slices) {
        Histogram latencies = merged(slices);
        long nanos = 0;
        double offered = 0;
        for (int i = 0; i < slices.size(); i++) {
            nanos = Math.max(nanos, i * MILLIS_PER_SLICE * 1_000_000 + slices.get(i).nanos());
            offered += slices.get(i).offeredPerSecond() / slices.size();
        }
        return new Measurement.Step(name, percent, Loads.unmetered(
                new Window(latencies.getTotalCount(), nanos, 0, offered, 0, latencies)));
    }

    /**
     * How many slices after the overload the 99th percentile is back for two slices in a row: below twice what it was before,
     * or within a millisecond of it.
     */
    static OptionalInt recovered(List<Window> slices, int before, int over) {
        long usual = merged(slices.subList(0, before)).getValueAtPercentile(99);
        long most = Math.max(2 * usual, usual + SLACK_NANOS);
        for (int slice = over; slice + 1 < slices.size(); slice++) {
            if (isBack(slices.get(slice), most) && isBack(slices.get(slice + 1), most)) {
                return OptionalInt.of(slice - over);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isBack(Window slice, long most) {
        return slice.latencies().getValueAtPercentile(99) <= most;
    }

    private static Histogram merged(List<Window> slices) {
        Histogram merged = slices.getFirst().latencies().copy();
        slices.stream().skip(1).forEach(slice -> merged.add(slice.latencies()));
        return merged;
    }
}
