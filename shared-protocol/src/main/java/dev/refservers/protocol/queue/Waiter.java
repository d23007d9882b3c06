package dev.refservers.protocol.queue;

import dev.refservers.protocol.BufferedBytes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pop or a move that one client asked for, from the question to the answer. Guarded by the lock of its queues. */
final class Waiter {

    /** A wait has one of SERVED to GIVEN_UP as its outcome, exactly one. REFUSED is one that found no memory to begin. */
    enum State {
        ASKING, WAITING, SERVED, TIMED_OUT, UNBLOCKED, GIVEN_UP, REFUSED
    }

    final LocalClient client;

    /** Which elements are taken, and how many at most. */
    final End from;
    final long count;

    /** Where the element goes instead of to the client alone, for a move. */
    final @Nullable Key target;
    final End to;

    /** The queues that it waits at. */
    final List<QueueStore.Queue> queues = new ArrayList<>(1);

    State state = State.ASKING;
    @Nullable
    Key servedBy;
    byte[][] elements = {};

    /** What of {@link BufferedBytes} is this wait's, or that of what it was given. */
    long heldBytes;

    private Waiter(LocalClient client, End from, long count, @Nullable Key target, End to) {
        this.client = client;
        this.from = from;
        this.count = count;
        this.target = target;
        this.to = to;
    }

    static Waiter pop(LocalClient client, End from, long count) {
        return new Waiter(client, from, count, null, from);
    }

    static Waiter move(LocalClient client, End from, Key target, End to) {
        return new Waiter(client, from, 1, target, to);
    }
}
