package dev.refservers.forking;

import dev.refservers.protocol.Status;
import java.util.function.Supplier;

/** Tells about the whole server, as far as its processes have counted, and about the process that is asked. */
final class WholeStatus implements Supplier<Status> {

    private final String architecture;
    private final Scoreboard scoreboard;
    private final Scoreboard.Tally tally;

    /** Tells about the server that counts there, for the process that keeps this tally. */
    WholeStatus(String architecture, Scoreboard scoreboard, Scoreboard.Tally tally) {
        this.architecture = architecture;
        this.scoreboard = scoreboard;
        this.tally = tally;
    }

    @Override
    public Status get() {
        tally.run();
        Runtime runtime = Runtime.getRuntime();
        return new Status(architecture, ProcessHandle.current().pid(),
                System.currentTimeMillis() - scoreboard.startedMillis(), scoreboard.open(), scoreboard.accepted(),
                scoreboard.refused(), scoreboard.requests(), threads(), runtime.totalMemory() - runtime.freeMemory());
    }

    /** The management beans would tell the same, and take longer to load than a worker needs for its whole start. */
    private static int threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = group; parent != null; parent = group.getParent()) {
            group = parent;
        }
        return group.activeCount();
    }
}
