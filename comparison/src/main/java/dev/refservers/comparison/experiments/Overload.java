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
    private static final List<String> NAMES = List.of("50 % of its capacity", "120 % of its capacity", "50 % again");
    private static final List<Integer> PERCENT = List.of(50, 120, 50);
    private static final int BEFORE = 0;
    private static final int OVER = 1;
    private static final double KEPT_LEAST = 0.97;
    private static final double OVERLOADED_MOST = 0.97;
    private static final int ATTEMPTS_MOST = 3;
    private static final List<Double> SECONDS = List.of(0.7, 1.0, 1.5);

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
        return 0.3 + Trial.millis(plan, Capacity.ALL_SECONDS + 4) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.settled().with((server, meters) -> {
            trial.connect(server, trial.connections(SettledServer.CONNECTIONS));
            double capacity = Capacity.find(trial, meters, new Figures()).requestsPerSecond();
            Attempt attempt = attempt(trial, meters, capacity);
            for (int more = 1; more < ATTEMPTS_MOST && !attempt.isOverload(); more++) {
                attempt = attempt(trial, meters, attempt.answeredPerSecond(OVER));
            }
            return trial.measurement(attempt.load, attempt.steps(), attempt.figures());
        });
    }

    private static Attempt attempt(Trial trial, Meters meters, double capacity) throws LoadFailure, ProcessFailure {
        List<Phase> phases = new ArrayList<>();
        for (int phase = 0; phase < PERCENT.size(); phase++) {
            phases.add(phase(trial, SECONDS.get(phase), PERCENT.get(phase) / 100.0 * capacity));
        }
        Figures figures = new Figures();
        List<Seen> seen = new ArrayList<>();
        List<Long> cpuNanos = new ArrayList<>();
        Load load = trial.observe(meters, figures, () -> {
            try (PhaseClocks clocks = new PhaseClocks(meters, phases)) {
                seen.add(trial.crowd().surge(phases, trial.seed(), Trial.REPLY_PATIENCE));
                cpuNanos.addAll(clocks.cpuNanos());
                return seen.getFirst().window();
            }
        });
        return new Attempt(capacity, phases, load, seen.getFirst(), cpuNanos, figures);
    }

    /** What came of it, with what was taken for the capacity: machines change their speed, so that it may be more or less by now. */
    private record Attempt(double capacity, List<Phase> phases, Load load, Seen seen, List<Long> cpuNanos,
            Figures measured) {

        int from(int phase) {
            return phases.stream().limit(phase).mapToInt(Phase::tenths).sum();
        }

        int to(int phase) {
            return from(phase) + phases.get(phase).tenths();
        }

        List<Window> slices(int phase) {
            return seen.parts().subList(from(phase), to(phase));
        }

        double answeredPerSecond(int phase) {
            return seen.replies(from(phase), to(phase)) / (phases.get(phase).tenths() / 10.0);
        }

        double answeredShare(int phase) {
            return answeredPerSecond(phase)
                    / slices(phase).stream().mapToDouble(Window::offeredPerSecond).average().orElse(1);
        }

        /** Whether it could do half of it, and not all that was too much. */
        boolean isOverload() {
            return answeredShare(BEFORE) >= KEPT_LEAST && answeredShare(OVER) <= OVERLOADED_MOST;
        }

        List<Measurement.Step> steps() {
            List<Measurement.Step> steps = new ArrayList<>();
            for (int phase = 0; phase < phases.size(); phase++) {
                // What overload leaves undone is answered, and paid for, in the next phase.
                double each = (double) cpuNanos.get(phase) / Math.max(1, seen.replies(from(phase), to(phase)));
                steps.add(step(NAMES.get(phase), PERCENT.get(phase), slices(phase), each));
            }
            return steps;
        }

        /** How long it took is only said of what was an overload. */
        Figures figures() {
            measured.with("capacityPerSecond", capacity).with("overloadAnsweredShare", answeredShare(OVER));
            OptionalInt recovered = recovered(seen.parts(), to(BEFORE), to(OVER));
            if (isOverload() && recovered.isPresent()) {
                measured.with("recoveryMillis", MILLIS_PER_SLICE * recovered.getAsInt());
            } else if (isOverload()) {
                measured.with("notRecoveredAfterMillis", MILLIS_PER_SLICE * (seen.parts().size() - to(OVER)));
            }
            return measured;
        }
    }

    private static Phase phase(Trial trial, double seconds, double perSecond) {
        return new Phase((int) Math.max(2, trial.millis(seconds) / MILLIS_PER_SLICE), perSecond);
    }

    /**
     * A phase: its slices as one window, from its start to the last reply to what should have been sent in it. Its CPU time is what
     * the server used for a reply while the phase lasted, times these.
     */
    private static Measurement.Step step(String name, int percent, List<Window> slices, double cpuNanosPerReply) {
        Histogram latencies = merged(slices);
        long nanos = 0;
        double offered = 0;
        for (int i = 0; i < slices.size(); i++) {
            nanos = Math.max(nanos, i * MILLIS_PER_SLICE * 1_000_000 + slices.get(i).nanos());
            offered += slices.get(i).offeredPerSecond() / slices.size();
        }
        long requests = latencies.getTotalCount();
        return new Measurement.Step(name, percent,
                Loads.ofCpu(cpuNanosPerReply < 0 ? -1 : Math.round(cpuNanosPerReply * requests),
                        new Window(requests, nanos, 0, offered, 0, latencies)));
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
