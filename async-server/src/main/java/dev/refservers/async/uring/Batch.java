package dev.refservers.async.uring;

import dev.refservers.linux.Ring;

/**
 * For how many completions the loop waits at once. To fall asleep and be woken costs more than to serve a request, and
 * clients that come one after the other can share it: at the price of {@link #PAUSE_NANOS} at most. Used by the loop's
 * thread.
 *
 * <p>
 * It asks for more than one only while turns bring several clients anyway, and for no more than half of those who were
 * active lately: the others may be busy with their replies, and are not to be waited for. So nobody waits who is alone,
 * or one of a few.
 */
final class Batch {

    /** How long it waits for the batch to be complete. */
    static final long PAUSE_NANOS = 100_000;

    private static final int MAX_SIZE = 32;
    private static final int FEW = 4;
    private static final int TURNS_PER_PERIOD = 64;

    private int size = 1;
    private int limit = 1;

    /** The replies since the last wait whose completions tell nothing of clients to come. */
    private int sending;

    /** The clients of this turn, and the different ones of this period. */
    private int received;
    private int active;
    private int turns;
    private int period;

    /** How many clients it waits for: 1 if the first that comes is served at once. */
    int size() {
        return size;
    }

    /** Hands over what is queued, and waits until the batch is complete, but not longer than this. */
    void submitAndWait(Ring ring, long timeoutNanos) {
        int completions = completions();
        if (completions > 1 && timeoutNanos > PAUSE_NANOS) {
            // Whatever is late because of this, such as the rest of a reply that was too long, is so much late at most.
            ring.submitAndWait(completions, PAUSE_NANOS);
        } else {
            ring.submitAndWait(timeoutNanos);
        }
    }

    /** How many completions there are when so many clients have come. */
    int completions() {
        int count = size == 1 ? 1 : size + sending;
        sending = 0;
        return count;
    }

    /** A reply is being sent, and if it is the whole of it, that is done as soon as the kernel hears of it. */
    void sends(boolean whole) {
        sending += whole ? 1 : 0;
    }

    /** Which stretch of time this is: a connection that is served in it for the first time tells so. */
    int period() {
        return period;
    }

    /** A client has sent something. */
    void received(boolean firstInPeriod) {
        received++;
        active += firstInPeriod ? 1 : 0;
    }

    /** All that had come is served: how many to wait for next? */
    void turned() {
        if (received < size) {
            size = Math.max(1, received);
        } else if (received > 1) {
            size = Math.min(limit, Math.max(received, size + 1));
        }
        received = 0;
        if (++turns == TURNS_PER_PERIOD) {
            limit = Math.clamp((active - FEW) / 2, 1, MAX_SIZE);
            size = Math.min(size, limit);
            active = 0;
            turns = 0;
            period++;
        }
    }
}
