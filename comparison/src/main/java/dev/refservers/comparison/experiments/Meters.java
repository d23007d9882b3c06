package dev.refservers.comparison.experiments;

import dev.refservers.comparison.meters.CoreMeter;
import dev.refservers.comparison.meters.JvmMeter;
import dev.refservers.comparison.meters.PressureMeter;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.meters.Usage;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.result.Disturbance;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All that is read before and after a measured window: the server, the generator, and their cores. */
public final class Meters {

    private static final Usage NOTHING = new Usage(0, 0, 0, 0, 0, 0);

    private static final Usage UNKNOWN = new Usage(-1, -1, -1, -1, -1, -1);

    private final OptionalLong pid;
    private final @Nullable ProcessMeter server;
    private final ProcessMeter generator;
    private final Cores cores;

    /** Meters for these two; without the server's process, what it would tell is -1. */
    public Meters(OptionalLong serverPid, long generatorPid, Cores cores) {
        this.pid = serverPid;
        this.server = serverPid.isPresent() ? new ProcessMeter(serverPid.getAsLong()) : null;
        this.generator = new ProcessMeter(generatorPid);
        this.cores = cores;
    }

    /** CPU time that the server has used so far; where that is unknown, the time. */
    public long serverNanos() {
        return server == null ? System.nanoTime() : server.cpuNanos();
    }

    /** CPU time that the server's compilers have used so far, where it is a JVM of which we know the process. */
    OptionalLong compilingNanos() {
        return server == null ? OptionalLong.empty() : server.compilingNanos();
    }

    /** CPU time that the server has used between two readings, or -1. */
    public long serverCpuNanos(Reading before, Reading after) {
        return server == null ? -1 : after.serverCpuNanos() - before.serverCpuNanos();
    }

    /** Context switches between two readings, or -1. */
    public long switches(Reading before, Reading after, ToLongFunction<Usage> kind) {
        return server == null
                ? -1
                : Math.max(0, kind.applyAsLong(after.usage()) - kind.applyAsLong(before.usage()));
    }

    private Usage usage() {
        return server == null ? UNKNOWN : server.usage();
    }

    /** What the meters say at one moment. */
    public record Reading(Usage usage, long serverCpuNanos, long generatorCpuNanos, @Nullable CoreMeter serverCore,
            @Nullable CoreMeter generatorCore, long nanos, OptionalLong pressureMicros, Optional<JvmMeter> jvm,
            OptionalLong compilingNanos) {}

    /** Reads all meters; those that run, the clocks, last. */
    public Reading before() {
        Usage usage = usage();
        return clocks(usage, jvm(), compilingNanos());
    }

    /** Reads all meters; those that run, the clocks, first. */
    public Reading after() {
        Reading clocks = clocks();
        return new Reading(usage(), clocks.serverCpuNanos, clocks.generatorCpuNanos, clocks.serverCore,
                clocks.generatorCore, clocks.nanos, clocks.pressureMicros, jvm(), compilingNanos());
    }

    /** Reads the clocks only: what is held, and what the JVM tells, takes milliseconds, or more with many processes. */
    Reading clocks() {
        return clocks(NOTHING, Optional.empty(), OptionalLong.empty());
    }

    private Reading clocks(Usage usage, Optional<JvmMeter> jvm, OptionalLong compilingNanos) {
        return new Reading(usage, server == null ? -1 : server.cpuNanos(), generator.cpuNanos(), core(cores.server()),
                core(cores.generator()), System.nanoTime(), PressureMeter.micros(), jvm, compilingNanos);
    }

    private Optional<JvmMeter> jvm() {
        return pid.isPresent() ? JvmMeter.read(pid.getAsLong()) : Optional.empty();
    }

    private static @Nullable CoreMeter core(OptionalInt core) {
        return core.isPresent() ? CoreMeter.read(core.getAsInt()) : null;
    }

    /** Who else had a share of the cores between two readings; null where processes are not pinned, or not all known. */
    public @Nullable Disturbance disturbance(Reading before, Reading after) {
        if (server == null || before.serverCore == null || after.serverCore == null || before.generatorCore == null
                || after.generatorCore == null) {
            return null;
        }
        CoreMeter serverCore = after.serverCore.since(before.serverCore);
        CoreMeter generatorCore = after.generatorCore.since(before.generatorCore);
        double nanos = after.nanos - before.nanos;
        return new Disturbance(share(serverCore.busyNanos() - (after.serverCpuNanos - before.serverCpuNanos), nanos),
                share(generatorCore.busyNanos() - (after.generatorCpuNanos - before.generatorCpuNanos), nanos),
                share(Math.max(serverCore.stolenNanos(), generatorCore.stolenNanos()), nanos));
    }

    private static double share(long part, double whole) {
        return part / whole;
    }
}
