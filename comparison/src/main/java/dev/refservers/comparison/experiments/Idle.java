package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Conversations;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.meters.GarbageCollection;
import dev.refservers.comparison.meters.JvmMeter;
import dev.refservers.comparison.meters.KernelMeter;
import dev.refservers.comparison.meters.MemoryMeter;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * See {@link #why}.
 *
 * @param name see {@link dev.refservers.comparison.load.Scenario}
 * @param connections all of them
 */
record Idle(String name, int connections) implements Experiment {

    /** One for each point of the curve. */
    static final List<Experiment> ALL = List.of(new Idle("idle-0", Idle.ACTIVE), new Idle("idle-1k", 1_000),
            new Idle("idle-5k", 5_000), new Idle("idle-10k", 10_000));

    private static final int ACTIVE = 100;
    /** Low enough for a server that looks at every connection for each request. */
    private static final double PER_SECOND = 5_000;
    /** Who serves no more at once leaves the next one waiting for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%,d connections, of which 100 ask 5,000 times a second, evenly",
                connections);
    }

    /** At a fixed rate, and evenly: under a closed loop a slow server finds many ready at once, and shares its scan among them. */
    @Override
    public String why() {
        return "Each request is waited for alone: whoever looks at all connections to find the one that has something to say pays "
                + "for all of them, and each costs memory.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo", "http");
    }

    @Override
    public String family() {
        return "idle";
    }

    @Override
    public String axis() {
        return "connections";
    }

    @Override
    public OptionalDouble value() {
        return OptionalDouble.of(connections);
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public double expectedSeconds(Plan plan) {
        return 4 + connections / 5e3 + Trial.millis(plan, 1.5) / 1e3;
    }

    @Override
    public Measurement run(Trial trial) throws LoadFailure, ProcessFailure {
        trial.requireConnections();
        // Not one that has had other connections: they leave memory behind, its own and the kernel's, that these would be given.
        return trial.with((server, meters) -> {
            Figures figures = new Figures();
            // A server that has never served has not yet loaded what it serves with.
            trial.connect(server, ACTIVE);
            trial.settle(meters, 0);
            trial.crowd().disconnect();
            KernelMeter before = KernelMeter.read();
            trial.crowd().open(server.address(), connections, Conversations.EVENLY, trial.protocol(), PATIENCE);
            weigh(server, before, figures);
            trial.crowd().converse(Conversations.EVENLY, trial.protocol(), ACTIVE, Trial.REPLY_PATIENCE);
            trial.settleAtLow(meters, PER_SECOND);
            Load load = trial.measure(meters, PER_SECOND, trial.millis(1), figures);
            return trial.measurement(load, List.of(), figures);
        });
    }

    /** What is held when all are connected and have been served, and nobody asks. */
    private static void weigh(MeasuredServer server, KernelMeter before, Figures figures) {
        KernelMeter kernel = KernelMeter.read().since(before);
        figures.with("kernelTcpBytes", kernel.tcpBytes())
                .with("kernelSlabBytes", kernel.slabBytes())
                .with("kernelStackBytes", kernel.stackBytes())
                .with("pageTableBytes", kernel.pageTableBytes());
        server.process().ifPresent(pid -> {
            GarbageCollection.run(pid);
            MemoryMeter memory = MemoryMeter.read(pid);
            figures.with("proportionalBytes", memory.proportionalBytes())
                    .with("anonymousBytes", memory.anonymousBytes());
            JvmMeter.read(pid).ifPresent(jvm -> figures.with("heapBytes", jvm.heapBytes()));
        });
    }
}
