package dev.refservers.server;

import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells about the server in this process. Safe for use by many threads. */
public final class ServerStatus implements Supplier<Status> {

    private final String architecture;
    private final Statistics statistics;
    private final long startedNanos = System.nanoTime();
    private volatile @Nullable Server server;

    /** Tells about a server of this architecture that starts now. */
    public ServerStatus(String architecture, Statistics statistics) {
        this.architecture = architecture;
        this.statistics = statistics;
    }

    /** Tells about {@code started} from now on, as far as the sessions cannot know. */
    void tellOf(Server started) {
        server = started;
    }

    @Override
    public Status get() {
        Runtime runtime = Runtime.getRuntime();
        Server started = server;
        Status own = new Status(architecture, ProcessHandle.current().pid(),
                (System.nanoTime() - startedNanos) / 1_000_000,
                statistics.connectionsOpen(), started == null ? 0 : started.connectionsWaiting(),
                statistics.connectionsAccepted(), statistics.connectionsRefused(),
                statistics.requestsServed(), ManagementFactory.getThreadMXBean().getThreadCount(),
                runtime.totalMemory() - runtime.freeMemory());
        return started == null ? own : started.whole(own);
    }
}
