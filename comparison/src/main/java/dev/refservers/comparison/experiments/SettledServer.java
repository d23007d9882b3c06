package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * A server that has settled, for one experiment after the other: to start one and to warm it up takes longer than most of them.
 * It is kept while those that follow want one that has settled in the same way, and none of them fails. Used by one thread.
 */
public final class SettledServer {

    /** What was compiled while no client had ever left is thrown away when the first one does. */
    private static final int GENERATIONS = 2;

    private final Trial trial;
    private int connections;
    private @Nullable MeasuredServer server;

    SettledServer(Trial trial) {
        this.trial = trial;
    }

    /**
     * Does this with a server that has answered as fast as it could until it had settled, and on which nobody is connected;
     * takes all connections away afterwards.
     *
     * @param warmUpConnections so many were connected while it settled
     */
    Measurement with(int warmUpConnections, Trial.Task task) throws LoadFailure, ProcessFailure {
        if (warmUpConnections != connections) {
            end();
        }
        boolean sound = false;
        try {
            MeasuredServer running = running(warmUpConnections);
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

    private MeasuredServer running(int warmUpConnections) throws LoadFailure, ProcessFailure {
        MeasuredServer running = server;
        if (running == null) {
            running = trial.start();
            server = running;
            connections = warmUpConnections;
            for (int i = 0; i < GENERATIONS; i++) {
                trial.warmUp(running, warmUpConnections, trial.meters(running));
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
