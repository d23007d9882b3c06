package dev.refservers.comparison.result;

import dev.refservers.comparison.load.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A made-up comparison that has everything a report must show. */
public final class Comparisons {

    private static final String LIMIT = "serves one client at a time: limit reached at 1 connection";

    private Comparisons() {}

    public static Comparison sample() {
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, Instant.parse("2025-01-02T03:04:05Z"), 61.4,
                new Plan(Plan.QUICK, "All scripts.", List.of("queue"), List.of(new ScenarioFacts("ping-pong",
                        "ping-pong", "", null, "50 connections, each asks the least and waits for the reply",
                        "A request that does nothing costs only what the architecture costs: to wait, to read, to write.",
                        50, 1, 0, 2)), null, null, 2, 7, 400, 5,
                        1000, 1),
                new Host("Linux 6.1 amd64", "Some CPU", 2, 8L << 30, null, "Some JDK 25", List.of("-XX:+UseSerialGC"),
                        List.of(), "Each has a core.", 0.1, List.of(), null, "0123456789ab"),
                List.of(Comparison.END),
                List.of(server("blocking", passed(147, 3), List.of(), cell(1, LIMIT, measurement(1, 450, false, 0.5))),
                        server("epoll", passed(150, 0), List.of("Block 2: it ended with exit code 3 after SIGTERM, "
                                + "instead of 0."),
                                cell(50, null, measurement(1, 400, true, 0.95), measurement(2, 500, true, 0.95))),
                        server("flawed", new ConformanceResult("queue", false, Map.of("fail", 2L, "pass", 148L),
                                List.of("a/b: fail: why", "c/d: fail"), 1), List.of(),
                                new Cell("ping-pong", "queue", 50, 1, null, List.of(),
                                        List.of(new Cell.VoidBlock(0, "Not measured: it does not conform.")))),
                        new ServerResult("uring", "async-server", "io_uring.", List.of("LINUX_ONLY"),
                                "It needs a newer kernel.", null, List.of(), List.of(), List.of())));
    }

    /** Three servers in one scenario: the reference, its alias, another; each with its CPU µs per request, block by block. */
    public static Comparison costs(String reference, double[] costs, String alias, double[] again, String other,
            double[] others) {
        Comparison sample = sample();
        Plan plan = new Plan(Plan.FULL, "All scripts.", List.of("queue"), sample.plan().scenarios(), reference, alias,
                costs.length, 7, 400, 5, 1000, 1);
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, sample.started(), 61.4, plan, sample.host(),
                List.of(Comparison.END),
                List.of(server(reference, passed(150, 0), List.of(), cell(costs)),
                        server(alias, passed(150, 0), List.of(), cell(again)),
                        server(other, passed(150, 0), List.of(), cell(others))));
    }

    /** The same with windows of another length. */
    public static Comparison withSeconds(Comparison of, int seconds) {
        Plan plan = of.plan();
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, of.started(), of.seconds(),
                new Plan(plan.mode(), plan.conformance(), plan.protocols(), plan.scenarios(), plan.reference(),
                        plan.alias(), plan.blocks(), plan.seed(), plan.warmUpWindowMillis(), plan.warmUpWindowsMost(),
                        seconds * 1000L, plan.rounds()),
                of.host(), of.stages(), of.servers());
    }

    /** One server in one experiment of two steps. */
    public static Comparison experiment(Map<String, Double> figures) {
        Comparison sample = sample();
        Measurement some = measurement(1, 400, true, 0.95);
        Measurement.Step rest = new Measurement.Step("at rest", 1, measurement(1, 400, true, 0.5).load());
        Measurement.Step haste = new Measurement.Step("in haste", 2, some.load());
        Measurement both = new Measurement(1, 0, true, some.load(), List.of(), List.of(rest, haste), figures);
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, sample.started(), 61.4, sample.plan(),
                sample.host(), List.of(Comparison.END),
                List.of(server("epoll", passed(150, 0), List.of(), cell(50, null, both))));
    }

    /** The same where others had a core meanwhile. */
    public static Comparison disturbed(Comparison of) {
        return withServers(of, of.servers().stream()
                .map(server -> new ServerResult(server.name(), server.origin(), server.summary(), server.traits(),
                        server.unavailable(), server.speaksOnly(), server.conformance(), server.problems(),
                        server.cells().stream()
                                .map(cell -> new Cell(cell.scenario(), cell.protocol(), cell.connections(),
                                        cell.depth(), cell.limit(),
                                        cell.measurements().stream().map(Comparisons::disturbed).toList(),
                                        cell.voids()))
                                .toList()))
                .toList());
    }

    /** The same with other servers. */
    public static Comparison withServers(Comparison of, List<ServerResult> servers) {
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, of.started(), of.seconds(), of.plan(), of.host(),
                of.stages(), servers);
    }

    private static Measurement disturbed(Measurement of) {
        return new Measurement(of.block(), of.warmUpWindows(), of.settled(), disturbed(of.load()), of.rounds(),
                of.steps().stream()
                        .map(step -> new Measurement.Step(step.name(), step.value(), disturbed(step.load()))).toList(),
                of.figures());
    }

    private static Load disturbed(Load of) {
        return new Load(of.requests(), of.nanos(), of.cpuNanos(), of.generatorBusyNanos(), of.offeredPerSecond(),
                of.generatorLagNanos(), of.processes(), of.threads(), of.residentBytes(), of.proportionalBytes(),
                of.voluntarySwitches(), of.involuntarySwitches(), new Disturbance(0.5, 0, 0), of.latencies());
    }

    private static Cell cell(double[] costs) {
        Measurement[] blocks = new Measurement[costs.length];
        for (int block = 0; block < costs.length; block++) {
            Measurement some = measurement(block + 1, 1, true, 0.95);
            Load load = some.load();
            blocks[block] = new Measurement(block + 1, 5, true, new Load(load.requests(), load.nanos(),
                    Math.round(load.requests() * costs[block] * 1e3), load.generatorBusyNanos(), 0, 0, 1, 12,
                    load.residentBytes(), load.proportionalBytes(), 0, 0, null, load.latencies()), List.of(), List.of(),
                    Map.of());
        }
        return cell(50, null, blocks);
    }

    /** 100,000 requests cost so many milliseconds of CPU time; at half that rate where the generator was half busy. */
    static Measurement measurement(int block, long cpuMillis, boolean settled, double busyShare) {
        long nanos = 1_000_000_000;
        long requests = busyShare > 0.9 ? 100_000 : 50_000;
        Histogram latencies = new Histogram(1_000_000_000L, 3);
        latencies.recordValueWithCount(200_000, requests);
        return new Measurement(block, 5, settled,
                new Load(requests, nanos, cpuMillis * 1_000_000, (long) (busyShare * nanos), 0,
                        0,
                        1, 12, 60_000_000, 40_000_000, requests / 1000, 0, new Disturbance(0.01, 0, 0),
                        Window.encode(latencies)),
                List.of(), List.of(), Map.of());
    }

    private static Cell cell(int connections, @Nullable String limit, Measurement... measurements) {
        return new Cell("ping-pong", "queue", connections, 1, limit, List.of(measurements), List.of());
    }

    private static ConformanceResult passed(long pass, long notApplicable) {
        return new ConformanceResult("queue", true,
                notApplicable == 0 ? Map.of("pass", pass) : Map.of("pass", pass, "n/a", notApplicable), List.of(), 1);
    }

    private static ServerResult server(String name, ConformanceResult conformance, List<String> problems, Cell cell) {
        return new ServerResult(name, name + "-server", "A server.", List.of(), null, null, List.of(conformance),
                problems,
                List.of(cell));
    }
}
