package dev.refservers.server;

import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Tells about the server in this process. Safe for use by many threads. */
public final class ServerStatus implements Supplier<Status> {

    private final String architecture;
    private final Statistics statistics;
    private final long startedNanos = System.nanoTime();

    /** Tells about a server of this architecture that starts now. */
    public ServerStatus(String architecture, Statistics statistics) {
        this.architecture = architecture;
        this.statistics = statistics;
    }

    @Override
    public Status get() {
        Runtime runtime = Runtime.getRuntime();
        return new Status(architecture, ProcessHandle.current().pid(), (System.nanoTime() - startedNanos) / 1_000_000,
                statistics.connectionsOpen(), statistics.connectionsAccepted(), statistics.connectionsRefused(),
                statistics.requestsServed(), ManagementFactory.getThreadMXBean().getThreadCount(),
                runtime.totalMemory() - runtime.freeMemory());
    }
}
