package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Experiment;
import dev.refservers.comparison.experiments.Meters;
import dev.refservers.comparison.experiments.Sentences;
import dev.refservers.comparison.experiments.Trial;
import dev.refservers.comparison.experiments.WarmUp;
import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.ServerProcess;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures one server in one block: a fresh process for all conversations, one after the other on the same connections; then
 * the experiments, each of which starts its own.
 */
final class ServerBlock {

    private final Trial trial;

    ServerBlock(Trial trial) {
        this.trial = trial;
    }

    /**
     * Measures each of the cells, which are of the trial's protocol, and tells them.
     *
     * @throws ProcessFailure when the generator fails: what a server does wrong makes cells void
     */
    void measure(List<CellBuilder> cells) throws ProcessFailure {
        List<CellBuilder> talks = new ArrayList<>();
        for (CellBuilder cell : cells) {
            if (cell.scenario() instanceof Conversation) {
                talks.add(cell);
            }
        }
        if (!talks.isEmpty()) {
            converse(talks);
        }
        for (CellBuilder cell : cells) {
            if (cell.scenario() instanceof Experiment experiment) {
                run(experiment, cell);
            }
        }
    }

    private void run(Experiment experiment, CellBuilder cell) throws ProcessFailure {
        trial.step(experiment.name(), experiment.expectedSeconds(trial.plan()));
        try {
            cell.add(experiment.run(trial));
        } catch (LoadFailure failure) {
            cell.addVoid(trial.block(), Sentences.of(failure.sentence()));
        } catch (ServerProcess.StartFailure failure) {
            cell.addVoid(trial.block(), Sentences.of(failure.sentence()));
        }
        disconnect();
    }

    private void converse(List<CellBuilder> cells) throws ProcessFailure {
        trial.step("starting", Durations.START_SECONDS);
        try (MeasuredServer server = trial.start()) {
            measure(cells, server);
            trial.step("stopping", Durations.STOP_SECONDS);
            trial.stop(server);
        } catch (ServerProcess.StartFailure failure) {
            cells.forEach(cell -> cell.addVoid(trial.block(), Sentences.of(failure.sentence())));
        }
    }

    private void measure(List<CellBuilder> cells, MeasuredServer server) throws ProcessFailure {
        int open = 0;
        for (CellBuilder cell : cells) {
            trial.step(cell.scenario().name(), Durations.cellSeconds(trial.plan()));
            try {
                if (open != cell.connections()) {
                    trial.crowd().connect(server.address(), cell.connections(), Trial.OPEN_PATIENCE);
                    open = cell.connections();
                }
                cell.add(measure((Conversation) cell.scenario(), server));
            } catch (LoadFailure failure) {
                // What the connections are still owed is unknown now: the next scenario begins with new ones.
                open = 0;
                cell.addVoid(trial.block(), Sentences.of(failure.sentence()));
            }
        }
        disconnect();
    }

    private Measurement measure(Conversation conversation, MeasuredServer server) throws LoadFailure, ProcessFailure {
        trial.crowd().converse(conversation, trial.protocol(), Trial.OPEN_PATIENCE);
        Meters meters = trial.meters(server);
        WarmUp warmUp = trial.warmUp(conversation, meters);
        Load load = trial.measure(meters, conversation.roundsPerSecond(), trial.plan().measuredMillis());
        return new Measurement(trial.block(), warmUp.windows(), warmUp.settled(), load, List.of(), List.of(), Map.of());
    }

    private void disconnect() throws ProcessFailure {
        try {
            trial.crowd().disconnect();
        } catch (LoadFailure failure) {
            trial.note(failure.sentence());
        }
    }
}
