package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Experiment;
import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.experiments.Scenarios;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.Scenario;
import dev.refservers.comparison.meters.ControlGroup;
import dev.refservers.comparison.processes.AliasCandidate;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries a plan out: conformance of every candidate first, then block after block. Used by one thread, once. */
public final class ComparisonRun {

    private static final String CONFORMANCE = "conformance";

    private final Plan plan;
    private final List<Row> rows;
    private final Conformance conformance;
    private final Cores cores;
    private final Listener listener;
    private final Consumer<Comparison> keeper;
    private final Host host;
    private final ControlGroup group = ControlGroup.find();
    private final ControlGroup.Throttling throttledBefore = group.throttling();
    private final List<String> stages = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private Instant started = Instant.now();
    private double earlierSeconds;

    /**
     * A run of this plan.
     *
     * @param keeper is given the comparison as it stands whenever a stage has been carried out, or one of its conversations
     */
    public ComparisonRun(Plan plan, List<Candidate> candidates, Conformance conformance, Cores cores, Host host,
            Listener listener, Consumer<Comparison> keeper) {
        this.plan = plan;
        this.conformance = conformance;
        this.cores = cores;
        this.listener = listener;
        this.keeper = keeper;
        this.host = host;
        this.rows = candidates.stream().map(this::row).toList();
    }

    /** What it carries out. */
    public Plan plan() {
        return plan;
    }

    /** Takes over what an earlier run of the same plan has carried out; only what is missing is then done. */
    public void resume(Comparison earlier) {
        started = earlier.started();
        earlierSeconds = earlier.seconds();
        stages.addAll(earlier.stages());
        for (Row row : rows) {
            earlier.server(row.candidate().name()).ifPresent(row::resume);
        }
    }

    /** How long what is left of it will take, as far as that can be known. */
    public double expectedSeconds() {
        double seconds = 0;
        for (Row row : rows) {
            seconds += stages.contains(CONFORMANCE)
                    ? 0
                    : protocolsToCheck(row).size() * Durations.conformanceSeconds(plan);
            for (String protocol : protocols(row)) {
                for (int block = 1; block <= plan.blocks(); block++) {
                    seconds += Durations.blockSeconds(plan, left(row, protocol, block));
                }
            }
        }
        return seconds;
    }

    private List<CellBuilder> left(Row row, String protocol, int block) {
        return row.cellsOf(protocol, block).stream().filter(cell -> !stages.contains(
                cell.scenario() instanceof Experiment ? stage(block, protocol, row) : stage(block, protocol)))
                .toList();
    }

    private static String stage(int block, String protocol) {
        return "block " + block + ", " + protocol;
    }

    private static String stage(int block, String protocol, Row row) {
        return stage(block, protocol) + ", " + row.candidate().name();
    }

    /**
     * Runs it.
     *
     * @throws ProcessFailure when the generator fails: what a server does wrong is in the result
     */
    public Comparison run() throws ProcessFailure {
        listener.begins(expectedSeconds());
        stage(CONFORMANCE, this::checkConformance);
        try (GeneratorProcess generator = new GeneratorProcess(cores)) {
            for (int number = 1; number <= plan.blocks(); number++) {
                measure(new Block(number, plan, cores, generator, listener), number);
            }
        }
        stage(Comparison.END, () -> {});
        listener.ends();
        return soFar();
    }

    private void measure(Block block, int number) throws ProcessFailure {
        for (String protocol : plan.protocols()) {
            List<Row> measured = BlockOrder.of(rows, number, plan.seed()).stream()
                    .filter(row -> !row.cellsOf(protocol, number).isEmpty()).toList();
            stage(stage(number, protocol), () -> block.converse(protocol, measured, this::keep));
            for (Row row : measured.stream().filter(row -> row.hasExperiment(protocol, number)).toList()) {
                stage(stage(number, protocol, row), () -> block.experiment(protocol, row));
            }
        }
    }

    private interface Stage {
        void carryOut() throws ProcessFailure;
    }

    private void stage(String name, Stage stage) throws ProcessFailure {
        if (!stages.contains(name)) {
            stage.carryOut();
            stages.add(name);
            keep();
        }
    }

    private void keep() {
        keeper.accept(soFar());
    }

    private Comparison soFar() {
        return new Comparison(Comparison.FORMAT, Comparison.VERSION, started,
                earlierSeconds + Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1e3, plan,
                host.withThrottling(throttling()), stages,
                rows.stream().map(Row::build).toList());
    }

    private Host.@Nullable Throttling throttling() {
        if (group.quota().isEmpty()) {
            return null;
        }
        ControlGroup.Throttling total = group.throttling().since(throttledBefore);
        return new Host.Throttling(total.periods(), total.throttled());
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
                    row.addCell(new CellBuilder(candidate, scenario, protocol, facts.blocks()));
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
                aliases(row).forEach(alias -> alias.add(result));
                if (!result.passed()) {
                    listener.note(row.candidate().name() + " does not conform (" + protocol + "): "
                            + result.failures().getFirst());
                }
            }
        }
    }

    private List<String> protocols(Row row) {
        return plan.protocols().stream().filter(protocol -> !row.cellsOf(protocol).isEmpty()).toList();
    }

    private List<String> protocolsToCheck(Row row) {
        boolean unchecked = row.candidate().speaksOnly().isPresent() || row.candidate() instanceof AliasCandidate;
        return unchecked ? List.of() : protocols(row);
    }

    /** Who is the same server under another name: what the scripts say of one holds for the other. */
    private List<Row> aliases(Row original) {
        return rows.stream().filter(row -> row.candidate() instanceof AliasCandidate alias
                && alias.original().equals(original.candidate())).toList();
    }
}
