package dev.refservers.comparison.page;

import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Disturbance;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Comparisons that nobody has run, cell by cell. */
public final class MadeUp {

    private final int blocks;
    private final List<ScenarioFacts> scenarios = new ArrayList<>();
    private final Map<String, List<Cell>> cells = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private @Nullable String reference;
    private @Nullable String alias;

    public MadeUp(int blocks) {
        this.blocks = blocks;
    }

    /** A scenario of its own. */
    public MadeUp scenario(String name, int connections) {
        return scenario(name, name, "", null, connections);
    }

    /** A member of a family; or one whose parts lie along an axis. */
    public MadeUp scenario(String name, String family, String axis, @Nullable Double value, int connections) {
        scenarios.add(new ScenarioFacts(name, family, axis, value, connections + " connections, each does " + name,
                "What it tells, and the others do not.", connections, 1, name.startsWith("steady") ? 10_000 : 0,
                blocks));
        return this;
    }

    /** Measures a scenario, which must be there already and have no cells yet, in fewer blocks. */
    public MadeUp blocks(String scenario, int blocks) {
        scenarios.replaceAll(facts -> facts.name().equals(scenario)
                ? new ScenarioFacts(facts.name(), facts.family(), facts.axis(), facts.value(), facts.title(),
                        facts.why(), facts.connections(), facts.depth(), facts.roundsPerSecond(), blocks)
                : facts);
        return this;
    }

    /** Whom others are held against, and the name of its double. */
    public MadeUp reference(String name, String again) {
        reference = name;
        alias = again;
        return this;
    }

    public MadeUp origin(String server, String module) {
        origins.put(server, module);
        return this;
    }

    /** A server's cost in a scenario, give or take 1 %. */
    public MadeUp cpu(String server, String scenario, double micros) {
        return cell(server, scenario, null, micros, 10_000, 1_000);
    }

    /** The same with another rate, and sleeps. */
    public MadeUp rate(String server, String scenario, double requestsPerSecond, long sleeps) {
        return cell(server, scenario, null, 10, requestsPerSecond, sleeps);
    }

    /** With fewer connections than the scenario wants. */
    public MadeUp limited(String server, String scenario, int connections, double micros) {
        return add(server, new Cell(scenario, "queue", connections, 1, "stops there: limit reached at " + connections
                + " connections", measurements(scenario, server + scenario, micros, 10_000, 1_000, List.of(), Map.of()),
                List.of()));
    }

    /** One block without rounds: of this there is no interval. */
    public MadeUp single(String server, String scenario, double micros) {
        List<Measurement> one = measurements(scenario, server + scenario, micros, 10_000, 1_000, List.of(), Map.of())
                .stream().limit(1).map(block -> new Measurement(1, 4, true, block.load(), List.of(), List.of(),
                        block.figures()))
                .toList();
        return add(server, new Cell(scenario, "queue", connections(scenario), 1, null, one, List.of()));
    }

    public MadeUp voided(String server, String scenario, String reason) {
        return add(server, new Cell(scenario, "queue", 50, 1, null, List.of(), List.of(new Cell.VoidBlock(1, reason))));
    }

    /** With parts, of which each costs as much more as it is further along, and figures of its own. */
    public MadeUp parts(String server, String scenario, double micros, List<Double> values,
            Map<String, Double> figures) {
        return add(server, new Cell(scenario, "queue", connections(scenario), 1, null,
                measurements(scenario, server + scenario, micros, 10_000, 1_000, values, figures), List.of()));
    }

    /** With parts in this order; one whose place was there before comes again. */
    public MadeUp steps(String server, String scenario, double... values) {
        Load load = load(new Random(server.hashCode()), 5, 10_000, 1_000, 1);
        List<Measurement.Step> steps = new ArrayList<>();
        for (double value : values) {
            boolean again = steps.stream().anyMatch(step -> step.value() == value);
            steps.add(new Measurement.Step((int) value + (again ? " % again" : " % of its capacity"), value, load));
        }
        return add(server, new Cell(scenario, "queue", connections(scenario), 1, null,
                List.of(new Measurement(1, 4, true, load, List.of(), steps, Map.of())), List.of()));
    }

    private MadeUp cell(String server, String scenario, @Nullable String limit, double micros, double rate,
            long sleeps) {
        return add(server, new Cell(scenario, "queue", connections(scenario), 1, limit,
                measurements(scenario, server + scenario, micros, rate, sleeps, List.of(), Map.of()), List.of()));
    }

    private int connections(String scenario) {
        return scenarios.stream().filter(facts -> facts.name().equals(scenario)).findFirst().orElseThrow()
                .connections();
    }

    private MadeUp add(String server, Cell cell) {
        cells.computeIfAbsent(server, _ -> new ArrayList<>()).add(cell);
        return this;
    }

    private int blocks(String scenario) {
        return scenarios.stream().filter(facts -> facts.name().equals(scenario)).findFirst().orElseThrow().blocks();
    }

    private List<Measurement> measurements(String scenario, String seed, double micros, double rate, long sleeps,
            List<Double> values,
            Map<String, Double> figures) {
        Random random = new Random(seed.hashCode());
        return IntStream.rangeClosed(1, blocks(scenario)).mapToObj(block -> {
            double cost = micros * (0.99 + 0.02 * random.nextDouble());
            List<Measurement.Step> steps = values.stream().map(value -> new Measurement.Step("at " + value, value,
                    load(random, cost * (1 + value / 1e5), rate, sleeps, 1 + value / 2e4))).toList();
            Load load = load(random, cost, rate, sleeps, 1);
            List<Measurement.Round> rounds = IntStream.rangeClosed(1, 5)
                    .mapToObj(number -> new Measurement.Round(number,
                            2_000, 200_000_000, (long) (cost * 2_000_000 * (0.99 + 0.02 * random.nextDouble()))))
                    .toList();
            return new Measurement(block, 4, !seed.startsWith("async"), load, rounds, steps, figures);
        }).toList();
    }

    private static Load load(Random random, double micros, double rate, long sleeps, double slower) {
        Histogram latencies = new Histogram(60_000_000_000L, 2);
        for (int i = 0; i < 2_000; i++) {
            latencies.recordValue((long) (slower * micros * 40_000 * Math.exp(0.4 * random.nextGaussian())));
        }
        long requests = Math.max(1, Math.round(rate));
        return new Load(requests, 1_000_000_000, (long) (micros * 1e3 * requests), 300_000_000, 0, 0, 1,
                (int) (14 + micros), (long) (60e6 + micros * 1e6), (long) (40e6 + micros * 1e6), sleeps, 10,
                new Disturbance(0.01, 0.01, 0), Window.encode(latencies));
    }

    public Comparison build() {
        List<ServerResult> servers = cells.entrySet().stream().map(entry -> new ServerResult(entry.getKey(),
                origins.getOrDefault(entry.getKey(), entry.getKey() + "-server"),
                "It is what " + entry.getKey() + " is.",
                List.of(), null, null,
                List.of(new ConformanceResult("queue", true, Map.of("pass", 150L), List.of(), 1)),
                List.of(), entry.getValue())).toList();
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, Instant.parse("2025-01-02T03:04:05Z"), 2_461.4,
                new Plan(Plan.FULL, "All client scripts, queue and echo.", List.of("queue"), scenarios, reference,
                        alias,
                        blocks, 7, 400, 15, 2000, 10),
                new Host("Linux 6.1 amd64", "Some CPU <fast>", 2, 8L << 30, null, "Some JDK 25",
                        List.of("-XX:+UseSerialGC", "-Xmx512m"), List.of("-Xmx256m"),
                        "The server on core 0, the generator on core 1.", 0.1, List.of(), null, "0123456789ab"),
                List.of(),
                servers);
    }
}
