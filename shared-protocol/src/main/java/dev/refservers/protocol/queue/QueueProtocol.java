package dev.refservers.protocol.queue;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.RefusedSession;
import dev.refservers.protocol.Rehearsed;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.util.List;
import java.util.Objects;

/** The echo/queue protocol: a strict subset of RESP, the Redis serialization protocol, versions 2 and 3. */
public final class QueueProtocol implements Protocol {

    /** Good and bad, and what looks at the whole server. */
    private static final List<String> REHEARSED = List.of("PING\r\n*1\r\n$4\r\nPING\r\n*?\r\n",
            "RPUSH k a\r\nLRANGE k 0 -1\r\nBLPOP k 0\r\nBLPOP k 1\r\n", "INFO\r\nCLIENT LIST\r\nHELLO 3\r\nNONE\r\n");

    private final Limits limits;
    private final Statistics statistics;
    private final Queues queues;
    private final BufferedBytes buffered;

    /** Serves these queues, with these limits, and counts into {@code statistics}. */
    public QueueProtocol(Limits limits, Statistics statistics, Queues queues) {
        this.limits = Objects.requireNonNull(limits);
        this.statistics = Objects.requireNonNull(statistics);
        this.queues = Objects.requireNonNull(queues);
        this.buffered = queues instanceof LocalQueues local
                ? local.buffered()
                // Where there are no queues, nothing else takes what they may.
                : new BufferedBytes(limits.maxBufferedBytes(), limits::maxQueuedBytes);
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Session open(Runnable wake, long now) {
        Queues.Client client = queues.connect(wake, now);
        statistics.connectionOpened();
        return new QueueSession(limits, statistics, buffered, client, now);
    }

    @Override
    public Session refuse(long now) {
        statistics.connectionRefused();
        return new RefusedSession(limits, "-ERR max number of clients reached\r\n", now);
    }

    /** With queues of its own: those that are served, and what is counted of their clients, stay as they are. */
    @Override
    public void rehearse(long now) {
        Status nothing = new Status("rehearsal", 0, 0, 0, 0, 0, 0, 0, 0);
        QueueProtocol stage = new QueueProtocol(limits, new Statistics(), new LocalQueues(limits, () -> nothing));
        for (String line : REHEARSED) {
            Rehearsed.play(stage.open(() -> {}, now), line, now);
        }
        Rehearsed.play(stage.refuse(now), "", now);
    }
}
