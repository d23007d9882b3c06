package dev.refservers.protocol.http;

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
import java.util.function.Supplier;

/**
 * A small origin server for HTTP/1.1: {@code /} says hello, {@code /status} and {@code /metrics} tell about this very
 * server. A client over the limit of connections gets a 503.
 */
public final class HttpProtocol implements Protocol {

    private static final String REFUSAL = HttpResponse.refusal(new HttpError(HttpStatus.SERVICE_UNAVAILABLE,
            "as many clients as there may be are connected"));

    /** Good and bad. */
    private static final List<String> REHEARSED = List.of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "*?\r\n\r\n");

    private final Limits limits;
    private final Statistics statistics;
    private final Supplier<Status> status;
    private final BufferedBytes buffered;

    /** A service with these limits, which counts into {@code statistics} and tells what {@code status} knows. */
    public HttpProtocol(Limits limits, Statistics statistics, Supplier<Status> status) {
        this.limits = Objects.requireNonNull(limits);
        this.statistics = Objects.requireNonNull(statistics);
        this.status = Objects.requireNonNull(status);
        this.buffered = new BufferedBytes(limits.maxBufferedBytes());
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Session open(Runnable wake, long now) {
        statistics.connectionOpened();
        return new HttpSession(limits, statistics, status, buffered, now);
    }

    @Override
    public Session refuse(long now) {
        statistics.connectionRefused();
        return new RefusedSession(limits, REFUSAL, now);
    }

    @Override
    public void rehearse(long now) {
        for (String request : REHEARSED) {
            Rehearsed.play(new HttpSession(limits, new Statistics(), status, buffered, now), request, now);
        }
        Rehearsed.play(new RefusedSession(limits, REFUSAL, now), "", now);
    }
}
