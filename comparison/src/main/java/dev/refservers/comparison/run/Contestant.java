package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Figures;
import dev.refservers.comparison.experiments.Meters;
import dev.refservers.comparison.experiments.Sentences;
import dev.refservers.comparison.experiments.Trial;
import dev.refservers.comparison.experiments.WarmUp;
import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One server that runs while it is measured in turns with others: a cell is begun, has its rounds, and is ended. What the server
 * does wrong makes the cell void; only the generator's failures are thrown. Used by one thread.
 */
final class Contestant implements AutoCloseable {

    /** A server that uses more of its core than this while nobody asks is stopped while others are measured. */
    private static final double RESTLESS = 0.05;
    private static final long LOOK_NANOS = 20_000_000;

    private final Trial trial;
    private final MeasuredServer server;
    private final Meters meters;
    private int open;
    private boolean restless;
    private boolean looked;
    private WarmUp warmUp = new WarmUp();
    private Figures figures = new Figures();
    /** What the meters said before the first round; null if something has gone wrong with the cell. */
    private Meters.@Nullable Reading before;
    private final List<Load> windows = new ArrayList<>();
    private final List<Measurement.Round> rounds = new ArrayList<>();

    Contestant(Trial trial, MeasuredServer server) {
        this.trial = trial;
        this.server = server;
        this.meters = trial.meters(server);
    }

    /** Opens the connections that the cell wants, and warms the server up for it. */
    void begin(CellBuilder cell) throws ProcessFailure {
        Conversation conversation = (Conversation) cell.scenario();
        windows.clear();
        rounds.clear();
        figures = new Figures();
        before = null;
        trial.step(conversation.name(), Durations.warmUpSeconds(trial.plan()));
        go();
        try {
            if (open != cell.connections()) {
                trial.crowd().connect(server.address(), cell.connections(), Trial.OPEN_PATIENCE);
                open = cell.connections();
            }
            trial.crowd().converse(conversation.warmUp(), trial.protocol(), Trial.OPEN_PATIENCE);
            warmUp = trial.settle(meters, conversation.roundsPerSecond());
            trial.crowd().converse(conversation, trial.protocol(), Trial.OPEN_PATIENCE);
            before = meters.before();
        } catch (LoadFailure failure) {
            fail(cell, failure);
        }
        if (!looked) {
            looked = true;
            restless = isRestless();
        }
        rest();
    }

    /** Measures one window, unless something has gone wrong before. */
    void round(CellBuilder cell, int number, long millis) throws ProcessFailure {
        if (before == null) {
            return;
        }
        Conversation conversation = (Conversation) cell.scenario();
        go();
        try {
            Load load = trial.round(meters, conversation.roundsPerSecond(), millis, figures);
            windows.add(load);
            rounds.add(new Measurement.Round(number, load.requests(), load.nanos(), load.cpuNanos()));
        } catch (LoadFailure failure) {
            fail(cell, failure);
        }
        rest();
    }

    /** Puts what was measured into the cell. */
    void end(CellBuilder cell) {
        if (before != null) {
            Load load = trial.sum(windows, meters, before, figures);
            cell.add(new Measurement(trial.block(), warmUp.windows(), warmUp.settled() && figures.settled(), load,
                    rounds.size() > 1 ? rounds : List.of(), List.of(), figures.map()));
        }
    }

    /** Disconnects everybody and ends the server. */
    void stop() throws ProcessFailure {
        go();
        try {
            trial.crowd().disconnect();
        } catch (LoadFailure failure) {
            trial.note(failure.sentence());
        }
        trial.stop(server);
    }

    @Override
    public void close() {
        server.close();
    }

    private void fail(CellBuilder cell, LoadFailure failure) {
        // What the connections are still owed is unknown now: the next scenario begins with new ones.
        open = 0;
        before = null;
        cell.addVoid(trial.block(), Sentences.of(failure.sentence()));
    }

    private boolean isRestless() {
        long start = System.nanoTime();
        long before = meters.serverNanos();
        while (System.nanoTime() - start < LOOK_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return server.process().isPresent()
                && meters.serverNanos() - before > RESTLESS * (System.nanoTime() - start);
    }

    private void go() throws ProcessFailure {
        if (restless) {
            server.resume();
        }
    }

    private void rest() throws ProcessFailure {
        if (restless) {
            server.pause();
        }
    }
}
