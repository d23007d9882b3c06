package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Conversations;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.meters.Usage;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** See {@link #why}. */
final class StartUp implements Experiment {

    private static final int STARTS = 3;

    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public String title() {
        return "three starts, each until one client has its first reply; a request is a start";
    }

    @Override
    public String why() {
        return "Until a server has answered once it is not there: this is what a restart costs, and what it prepares beforehand.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public int connections() {
        return 1;
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 0.8 * STARTS;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        Histogram listening = new Histogram(60_000_000_000L, 3);
        Histogram replied = new Histogram(60_000_000_000L, 3);
        List<Long> cpuNanos = new ArrayList<>();
        Usage usage = new Usage(0, 0, 0, 0, 0, 0);
        long nanos = 0;
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            try (MeasuredServer server = trial.start()) {
                listening.recordValue(System.nanoTime() - start);
                trial.crowd().connect(server.address(), 1, Trial.OPEN_PATIENCE);
                trial.crowd().converse(Conversations.LEAST, trial.protocol(), Trial.OPEN_PATIENCE);
                long end = System.nanoTime();
                replied.recordValue(end - start);
                nanos += end - start;
                ProcessMeter meter = new ProcessMeter(Trial.process(server));
                cpuNanos.add(meter.cpuNanos());
                usage = meter.usage();
                trial.crowd().disconnect();
                trial.stop(server);
            }
        }
        Window all = new Window(STARTS, nanos, 0, 0, 0, replied);
        Figures figures = new Figures().with("listeningMillis", listening.getValueAtPercentile(50) / 1e6)
                .with("firstReplyMillis", replied.getValueAtPercentile(50) / 1e6)
                .with("startCpuMillis", cpuNanos.stream().sorted().toList().get(STARTS / 2) / 1e6);
        Load load = new Load(STARTS, nanos, cpuNanos.stream().mapToLong(Long::longValue).sum(), 0, 0, 0,
                usage.processes(), usage.threads(), usage.residentBytes(), usage.proportionalBytes(),
                usage.voluntarySwitches(), usage.involuntarySwitches(), null, Window.encode(replied));
        return trial.measurement(load,
                List.of(new Measurement.Step("until it listens", 0,
                        Loads.unmetered(new Window(STARTS, nanos, 0, 0, 0, listening))),
                        new Measurement.Step("until the first reply", 1, Loads.unmetered(all))),
                figures);
    }
}
