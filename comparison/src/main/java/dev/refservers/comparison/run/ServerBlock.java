package dev.refservers.comparison.run;

import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Scenario;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.Usage;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.ServerProcess;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Measures one server in one block: a fresh process, all scenarios one after the other on the same connections. */
final class ServerBlock {

    /** A process per connection takes its time to start so many of them; each answer starts this anew. */
    private static final Duration OPEN_PATIENCE = Duration.ofSeconds(20);
    private static final Duration REPLY_PATIENCE = Duration.ofSeconds(10);
    private static final double DELIVERED_LEAST = 0.99;
    private static final long LAG_NANOS_MOST = 1_000_000;

    private final int block;
    private final Candidate candidate;
    private final Plan plan;
    private final Cores cores;
    private final GeneratorProcess generator;
    private final Listener listener;

    ServerBlock(int block, Candidate candidate, Plan plan, Cores cores, GeneratorProcess generator,
            Listener listener) {
        this.block = block;
        this.candidate = candidate;
        this.plan = plan;
        this.cores = cores;
        this.generator = generator;
        this.listener = listener;
    }

    /**
     * Measures each of the cells, which are of one protocol, and tells them.
     *
     * @return what else went wrong, each as a sentence
     * @throws ProcessFailure when the generator fails: what a server does wrong makes cells void
     */
    List<String> measure(List<CellBuilder> cells) throws ProcessFailure {
        listener.step(stepName("starting"), Durations.START_SECONDS);
        try (MeasuredServer server = candidate.start(cells.getFirst().protocol(), cores)) {
            measure(cells, server);
            listener.step(stepName("stopping"), Durations.STOP_SECONDS);
            return stop(server);
        } catch (ServerProcess.StartFailure failure) {
            cells.forEach(cell -> cell.addVoid(block, Sentences.of(failure.sentence())));
            return List.of();
        }
    }

    private void measure(List<CellBuilder> cells, MeasuredServer server) throws ProcessFailure {
        int open = 0;
        for (CellBuilder cell : cells) {
            listener.step(stepName(cell.scenario().name()), Durations.cellSeconds(plan));
            try {
                if (open != cell.connections()) {
                    generator.connect(server.address(), cell.connections(), OPEN_PATIENCE);
                    open = cell.connections();
                }
                cell.add(measure(cell, server));
            } catch (LoadFailure failure) {
                // What the connections are still owed is unknown now: the next scenario begins with new ones.
                open = 0;
                cell.addVoid(block, Sentences.of(failure.sentence()));
            }
        }
        disconnect();
    }

    private void disconnect() throws ProcessFailure {
        try {
            generator.disconnect();
        } catch (LoadFailure failure) {
            listener.note(candidate.name() + ": " + failure.sentence());
        }
    }

    private List<String> stop(MeasuredServer server) {
        try {
            server.stop();
            return List.of();
        } catch (ProcessFailure failure) {
            return List.of(Sentences.of("block " + block + ": " + failure.sentence()));
        }
    }

    private Measurement measure(CellBuilder cell, MeasuredServer server) throws LoadFailure, ProcessFailure {
        generator.converse(cell.scenario(), cell.protocol(), OPEN_PATIENCE);
        Meters meters = new Meters(server.process(), generator.pid(), cores);
        WarmUp warmUp = new WarmUp();
        while (!warmUp.settled() && warmUp.windows() < plan.warmUpWindowsMost()) {
            long before = meters.serverNanos();
            Window window = talk(cell.scenario(), plan.warmUpWindowMillis());
            warmUp.add((double) (meters.serverNanos() - before) / window.requests());
        }
        Meters.Reading before = meters.before();
        Window window = talk(cell.scenario(), plan.measuredMillis());
        Meters.Reading after = meters.after();
        checkRate(cell.scenario(), window);
        return new Measurement(block, warmUp.windows(), warmUp.settled(), window.requests(), window.nanos(),
                meters.serverCpuNanos(before, after), window.busyNanos(),
                window.offeredPerSecond(), window.lagNanos(), after.usage().processes(), after.usage().threads(),
                after.usage().residentBytes(), after.usage().proportionalBytes(),
                meters.switches(before, after, Usage::voluntarySwitches),
                meters.switches(before, after, Usage::involuntarySwitches),
                meters.disturbance(before, after), Window.encode(window.latencies()));
    }

    private Window talk(Scenario scenario, long millis) throws LoadFailure, ProcessFailure {
        // The same seed for all: every server sees requests at the same moments.
        return generator.talk(Duration.ofMillis(millis), REPLY_PATIENCE, scenario.roundsPerSecond(),
                plan.seed() + block);
    }

    /** At a fixed rate, a figure counts only if the rate was kept by both sides. */
    private static void checkRate(Scenario scenario, Window window) throws LoadFailure {
        if (scenario.roundsPerSecond() == 0) {
            return;
        }
        if (window.lagNanos() > LAG_NANOS_MOST) {
            throw new LoadFailure(
                    String.format(Locale.ROOT, "the generator was late itself: 1 %% of the requests were sent "
                            + "%.1f ms after their time or later", window.lagNanos() / 1e6));
        }
        double perSecond = window.requests() / (window.nanos() / 1e9);
        if (perSecond < DELIVERED_LEAST * window.offeredPerSecond()) {
            throw new LoadFailure(String.format(Locale.ROOT, "limit reached at %,.0f of %,.0f requests a second",
                    perSecond, window.offeredPerSecond()));
        }
    }

    private String stepName(String what) {
        return (plan.blocks() > 1 ? "block " + block + " of " + plan.blocks() + ", " : "") + candidate.name() + ": "
                + what;
    }
}
