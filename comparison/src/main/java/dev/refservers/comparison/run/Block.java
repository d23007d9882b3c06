package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Experiment;
import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.experiments.Sentences;
import dev.refservers.comparison.experiments.Trial;
import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.ServerProcess;
import dev.refservers.comparison.result.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every server once: all of them started for the conversations, in turns; then, one server after the other, the experiments.
 * Used by one thread.
 */
final class Block {

    private final int number;
    private final Plan plan;
    private final Cores cores;
    private final GeneratorProcess generator;
    private final Listener listener;

    Block(int number, Plan plan, Cores cores, GeneratorProcess generator, Listener listener) {
        this.number = number;
        this.plan = plan;
        this.cores = cores;
        this.generator = generator;
        this.listener = listener;
    }

    /**
     * Measures all conversations in this protocol.
     *
     * @param measured is run whenever one of them has been measured with all servers
     */
    void converse(String protocol, List<Row> rows, Runnable measured) throws ProcessFailure {
        List<Turns.Entry> entries = new ArrayList<>();
        try {
            for (Row row : rows) {
                List<CellBuilder> cells = row.cellsOf(protocol, number).stream()
                        .filter(cell -> cell.scenario() instanceof Conversation).toList();
                if (!cells.isEmpty()) {
                    start(row, protocol, cells, entries);
                }
            }
            new Turns(plan, number, entries)
                    .measure((scenario, round, rounds, seconds) -> listener
                            .step(phrase("all in turns") + ": " + scenario + ", round " + round + " of " + rounds,
                                    seconds),
                            measured);
            for (Turns.Entry entry : entries) {
                entry.contestant().stop();
            }
        } finally {
            entries.forEach(entry -> entry.contestant().close());
        }
        entries.forEach(Turns.Entry::tellProblems);
    }

    private void start(Row row, String protocol, List<CellBuilder> cells, List<Turns.Entry> entries) {
        Trial trial = trial(row, protocol);
        trial.step("starting", Durations.START_SECONDS + Durations.STOP_SECONDS);
        try {
            entries.add(new Turns.Entry(row, trial, new Contestant(trial, trial.start()), cells));
        } catch (ServerProcess.StartFailure failure) {
            cells.forEach(cell -> cell.addVoid(number, Sentences.of(failure.sentence())));
        }
    }

    /** Carries out all experiments with one server. */
    void experiment(String protocol, Row row) throws ProcessFailure {
        Trial trial = trial(row, protocol);
        try {
            for (CellBuilder cell : row.cellsOf(protocol, number)) {
                if (cell.scenario() instanceof Experiment experiment) {
                    Optional<String> limit = limitOfLess(cell, row);
                    if (limit.isPresent()) {
                        cell.addVoid(number, limit.get());
                    } else {
                        carryOut(experiment, trial, cell);
                        disconnect(trial);
                    }
                }
            }
        } finally {
            trial.settled().end();
            row.addProblems(trial.problems());
        }
    }

    /** What cannot hold a thousand connections does not hold five thousand: to find that out again takes half a minute. */
    private Optional<String> limitOfLess(CellBuilder wanted, Row row) {
        return row.cellsOf(wanted.protocol()).stream()
                .filter(cell -> cell.scenario().family().equals(wanted.scenario().family())
                        && cell.connections() < wanted.connections())
                .flatMap(cell -> cell.connectionLimitIn(number).stream()
                        .map(reason -> reason + " That was seen in " + cell.scenario().name() + "."))
                .findFirst();
    }

    private void carryOut(Experiment experiment, Trial trial, CellBuilder cell) throws ProcessFailure {
        trial.step(experiment.name(), experiment.expectedSeconds(plan));
        try {
            cell.add(experiment.run(trial));
        } catch (LoadFailure failure) {
            cell.addVoid(number, Sentences.of(failure.sentence()));
        } catch (ServerProcess.StartFailure failure) {
            cell.addVoid(number, Sentences.of(failure.sentence()));
        }
    }

    private static void disconnect(Trial trial) throws ProcessFailure {
        try {
            trial.crowd().disconnect();
        } catch (LoadFailure failure) {
            trial.note(failure.sentence());
        }
    }

    private Trial trial(Row row, String protocol) {
        return new Trial(number, row.candidate(), protocol, plan, cores, generator, listener);
    }

    private String phrase(String what) {
        return plan.blocks() > 1 ? "block " + number + " of " + plan.blocks() + ", " + what : what;
    }
}
