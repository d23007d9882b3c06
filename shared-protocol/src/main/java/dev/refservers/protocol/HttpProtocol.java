package dev.refservers.protocol;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A small origin server for HTTP/1.1: {@code /} says hello, {@code /status} and {@code /metrics} tell about this very
 * server. A client over the limit of connections gets a 503.
 */
public final class HttpProtocol implements Protocol {

    private static final String REFUSAL = HttpResponse.refusal(new HttpError(HttpStatus.SERVICE_UNAVAILABLE,
            "as many clients as there may be are connected"));

    private final Limits limits;
    private final Statistics statistics;
    private final Supplier<Status> status;

    /** A service with these limits, which counts into {@code statistics} and tells what {@code status} knows. */
    public HttpProtocol(Limits limits, Statistics statistics, Supplier<Status> status) {
        this.limits = Objects.requireNonNull(limits);
        this.statistics = Objects.requireNonNull(statistics);
        this.status = Objects.requireNonNull(status);
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Session open(Runnable wake, long now) {
        statistics.connectionOpened();
        return new HttpSession(limits, statistics, status, now);
    }

    @Override
    public Session refuse(long now) {
        statistics.connectionRefused();
        return new RefusedSession(limits, REFUSAL, now);
    }
}
