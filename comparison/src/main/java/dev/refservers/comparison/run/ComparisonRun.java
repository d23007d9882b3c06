package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.experiments.Scenarios;
import dev.refservers.comparison.experiments.Trial;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.Scenario;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Carries a plan out: conformance of every candidate first, then block after block. Used by one thread, once. */
public final class ComparisonRun {

    private final Plan plan;
    private final List<Row> rows;
    private final Conformance conformance;
    private final Cores cores;
    private final Listener listener;

    /** A run of this plan. */
    public ComparisonRun(Plan plan, List<Candidate> candidates, Conformance conformance, Cores cores,
            Listener listener) {
        this.plan = plan;
        this.conformance = conformance;
        this.cores = cores;
        this.listener = listener;
        this.rows = candidates.stream().map(this::row).toList();
    }

    /**
     * Runs it.
     *
     * @throws ProcessFailure when the generator fails: what a server does wrong is in the result
     */
    public Comparison run() throws ProcessFailure {
        Instant started = Instant.now();
        long startNanos = System.nanoTime();
        listener.begins(expectedSeconds());
        var host = HostFacts.find(cores);
        checkConformance();
        try (GeneratorProcess generator = new GeneratorProcess(cores)) {
            for (int block = 1; block <= plan.blocks(); block++) {
                measure(block, generator);
            }
        }
        listener.ends();
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, started,
                Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1e3, plan, host,
                rows.stream().map(Row::build).toList());
    }

    private Row row(Candidate candidate) {
        Row row = new Row(candidate);
        if (candidate.unavailable().isPresent()) {
            return row;
        }
        for (String protocol : plan.protocols()) {
            for (ScenarioFacts facts : plan.scenarios()) {
                Scenario scenario = Scenarios.named(facts.name());
                if (candidate.speaks(protocol) && scenario.protocols().contains(protocol)) {
                    row.addCell(new CellBuilder(candidate, scenario, protocol));
                }
            }
        }
        return row;
    }

    private void checkConformance() {
        for (Row row : rows) {
            for (String protocol : protocolsToCheck(row)) {
                listener.step(row.candidate().name() + ": client scripts, " + protocol,
                        Durations.conformanceSeconds(plan));
                ConformanceResult result = conformance.check(row.candidate(), protocol);
                row.add(result);
                if (!result.passed()) {
                    listener.note(row.candidate().name() + " does not conform (" + protocol + "): "
                            + result.failures().getFirst());
                }
            }
        }
    }

    private void measure(int block, GeneratorProcess generator) throws ProcessFailure {
        for (Row row : BlockOrder.of(rows, block, plan.seed())) {
            for (String protocol : protocols(row)) {
                if (row.conforms(protocol)) {
                    Trial trial = new Trial(block, row.candidate(), protocol, plan, cores, generator, listener);
                    new ServerBlock(trial).measure(row.cellsOf(protocol, block));
                    row.addProblems(trial.problems());
                }
            }
        }
    }

    private List<String> protocols(Row row) {
        return plan.protocols().stream().filter(protocol -> !row.cellsOf(protocol).isEmpty()).toList();
    }

    private List<String> protocolsToCheck(Row row) {
        return row.candidate().speaksOnly().isPresent() ? List.of() : protocols(row);
    }

    private double expectedSeconds() {
        double seconds = 0;
        for (Row row : rows) {
            seconds += protocolsToCheck(row).size() * Durations.conformanceSeconds(plan);
            for (String protocol : protocols(row)) {
                for (int block = 1; block <= plan.blocks(); block++) {
                    seconds += Durations.blockSeconds(plan, row.cellsOf(protocol, block));
                }
            }
        }
        return seconds;
    }
}
