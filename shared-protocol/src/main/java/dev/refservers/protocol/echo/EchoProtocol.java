package dev.refservers.protocol.echo;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.RefusedSession;
import dev.refservers.protocol.Rehearsed;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import java.util.Objects;

/** The echo protocol, RFC 862. A client over the limit of connections is closed without a word: the RFC has none. */
public final class EchoProtocol implements Protocol {

    private final Limits limits;
    private final Statistics statistics;
    private final BufferedBytes buffered;

    /** An echo service with these limits, which counts into {@code statistics}. */
    public EchoProtocol(Limits limits, Statistics statistics) {
        this.limits = Objects.requireNonNull(limits);
        this.statistics = Objects.requireNonNull(statistics);
        this.buffered = new BufferedBytes(limits.maxBufferedBytes());
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Session open(Runnable wake, long now) {
        statistics.connectionOpened();
        return new EchoSession(limits, statistics, buffered, now);
    }

    @Override
    public Session refuse(long now) {
        statistics.connectionRefused();
        return new RefusedSession(limits, "", now);
    }

    @Override
    public void rehearse(long now) {
        Rehearsed.play(new EchoSession(limits, new Statistics(), buffered, now), "PING\r\n", now);
        Rehearsed.play(new RefusedSession(limits, "", now), "", now);
    }
}
