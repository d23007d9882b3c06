package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.SystemCallCounter;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** See {@link #why}. */
final class SystemCalls implements Experiment {

    private static final int CONNECTIONS = 50;
    /** Fewer than one in two hundred requests say nothing about a request. */
    private static final double LEAST = 0.005;

    @Override
    public String name() {
        return "syscalls";
    }

    @Override
    public String title() {
        return "50 connections, as fast as it goes, while system calls are counted and nothing is timed";
    }

    @Override
    public String why() {
        return "Most of what a small request costs is spent in the kernel: this shows what it is asked for, and how often.";
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
        return 1.5 + Trial.millis(plan, 1) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        return trial.with((server, meters) -> {
            long pid = Trial.process(server);
            trial.warmUp(server, trial.connections(CONNECTIONS), 0.5);
            try (SystemCallCounter counter = SystemCallCounter.start(pid)) {
                // Before and after the window the server has nothing to do: what is counted is what the requests cost.
                Window window = trial.crowd().talk(Duration.ofMillis(trial.millis(0.5)), Trial.REPLY_PATIENCE);
                Figures figures = figures(counter.stop(), window.requests());
                figures.with("slowedDownByStrace", counter.light() ? 0 : 1);
                Window untimed = new Window(window.requests(), window.nanos(), 0, 0, 0, new Histogram(1_000_000L, 1));
                return trial.measurement(Loads.unmetered(untimed), List.of(), figures);
            } catch (IOException notCounted) {
                throw new LoadFailure(String.valueOf(notCounted.getMessage()), notCounted);
            }
        });
    }

    private static Figures figures(Map<String, Long> calls, long requests) {
        Figures figures = new Figures();
        double all = 0;
        for (Map.Entry<String, Long> call : calls.entrySet()) {
            double each = (double) call.getValue() / requests;
            all += each;
            if (each >= LEAST) {
                figures.with(call.getKey() + "CallsPerRequest", each);
            }
        }
        return figures.with("callsPerRequest", all);
    }
}
