package dev.refservers.protocol;

import java.util.concurrent.atomic.LongAdder;

/** What one server has done so far, counted by the sessions of its protocol. Safe for use by many threads. */
public final class Statistics {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder requests = new LongAdder();

    void connectionOpened() {
        accepted.increment();
    }

    void connectionClosed() {
        closed.increment();
    }

    void connectionRefused() {
        refused.increment();
    }

    void requestServed() {
        requests.increment();
    }

    void requestsServed(long number) {
        if (number != 0) {
            requests.add(number);
        }
    }

    /** Connections that have a session now. */
    public long connectionsOpen() {
        return accepted.sum() - closed.sum();
    }

    /** Connections that were given a session since the start. */
    public long connectionsAccepted() {
        return accepted.sum();
    }

    /** Connections that were over the limit since the start. */
    public long connectionsRefused() {
        return refused.sum();
    }

    /** Requests answered since the start; for echo, pieces of input received. */
    public long requestsServed() {
        return requests.sum();
    }
}
