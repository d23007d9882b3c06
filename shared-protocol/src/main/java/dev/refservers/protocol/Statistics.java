package dev.refservers.protocol;

import java.util.concurrent.atomic.LongAdder;

/** What one server has done so far, counted by its protocol and that protocol's sessions. Safe for use by many threads. */
public final class Statistics {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder requests = new LongAdder();

    /** A connection was given a session. */
    public void connectionOpened() {
        accepted.increment();
    }

    /** A session was closed that had been counted as opened. */
    public void connectionClosed() {
        closed.increment();
    }

    /** A connection was over the limit. */
    public void connectionRefused() {
        refused.increment();
    }

    /** A request was answered. */
    public void requestServed() {
        requests.increment();
    }

    /** So many requests were answered. */
    public void requestsServed(long number) {
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
