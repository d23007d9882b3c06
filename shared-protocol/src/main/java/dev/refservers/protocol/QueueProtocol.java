package dev.refservers.protocol;

import java.util.Objects;

/** The echo/queue protocol: a strict subset of RESP, the Redis serialization protocol, versions 2 and 3. */
public final class QueueProtocol implements Protocol {

    private final Limits limits;
    private final Statistics statistics;
    private final Queues queues;

    /** Serves these queues, with these limits, and counts into {@code statistics}. */
    public QueueProtocol(Limits limits, Statistics statistics, Queues queues) {
        this.limits = Objects.requireNonNull(limits);
        this.statistics = Objects.requireNonNull(statistics);
        this.queues = Objects.requireNonNull(queues);
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Session open(Runnable wake, long now) {
        Queues.Client client = queues.connect(wake, now);
        statistics.connectionOpened();
        return new QueueSession(limits, statistics, client, now);
    }

    @Override
    public Session refuse(long now) {
        statistics.connectionRefused();
        return new RefusedSession(limits, "-ERR max number of clients reached\r\n", now);
    }
}
