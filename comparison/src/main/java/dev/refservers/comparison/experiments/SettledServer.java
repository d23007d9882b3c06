package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * A server that has settled, for one experiment after the other: to start one and to warm it up takes longer than they do.
 * It is kept until one of them fails, or wants to start its own. Used by one thread.
 */
public final class SettledServer {

    /** Of the experiments that it is for, and while it settles. */
    static final int CONNECTIONS = 50;

    /** What was compiled while no client had ever left is thrown away when the first one does. */
    private static final int GENERATIONS = 2;

    private final Trial trial;
    private @Nullable MeasuredServer server;

    SettledServer(Trial trial) {
        this.trial = trial;
    }

    /**
     * Does this with a server that has answered as fast as it could until it had settled, and on which nobody is connected;
     * takes all connections away afterwards.
     */
    Measurement with(Trial.Task task) throws LoadFailure, ProcessFailure {
        boolean sound = false;
        try {
            MeasuredServer running = running();
            Measurement measurement = task.run(running, trial.meters(running));
            trial.crowd().disconnect();
            sound = true;
            return measurement;
        } finally {
            if (!sound && server != null) {
                server.close();
                server = null;
            }
        }
    }

    private MeasuredServer running() throws LoadFailure, ProcessFailure {
        MeasuredServer running = server;
        if (running == null) {
            running = trial.start();
            server = running;
            for (int i = 0; i < GENERATIONS; i++) {
                trial.connect(running, trial.connections(CONNECTIONS));
                trial.settle(trial.meters(running), 0);
                trial.crowd().disconnect();
            }
        }
        return running;
    }

    /** Ends it, if there is one: no other may run beside a server that is measured. */
    public void end() {
        MeasuredServer running = server;
        server = null;
        if (running != null) {
            try (running) {
                trial.stop(running);
            }
        }
    }
}
