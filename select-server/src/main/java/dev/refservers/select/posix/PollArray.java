package dev.refservers.select.posix;

import dev.refservers.linux.Errno;
import dev.refservers.linux.Poll;
import dev.refservers.linux.PollFds;
import dev.refservers.protocol.Session;
import java.util.Arrays;

/** Waits by poll(2). */
final class PollArray implements Multiplexer {

    private static final int NOWHERE = -1;

    /** The first {@link #count} are those that are watched, in no order. */
    private PollFds watched = new PollFds(64);
    private int count;

    /** How many of them the last call has returned events for. */
    private int found;

    /** For each descriptor, where it is in the array. */
    private int[] places = new int[0];

    @Override
    public int end() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void watch(int descriptor, int interest) {
        if (descriptor >= places.length) {
            int known = places.length;
            places = Arrays.copyOf(places, Math.max(64, 2 * descriptor));
            Arrays.fill(places, known, places.length, NOWHERE);
        }
        int place = places[descriptor];
        if (interest == 0) {
            if (place != NOWHERE) {
                remove(place);
            }
            return;
        }
        if (place == NOWHERE) {
            place = append();
            places[descriptor] = place;
        }
        watched.set(place, descriptor, ((interest & READABLE) != 0 ? Poll.POLLIN : 0)
                | ((interest & WRITABLE) != 0 ? Poll.POLLOUT : 0));
    }

    private int append() {
        if (count == watched.capacity()) {
            try (PollFds full = watched) {
                watched = new PollFds(2 * count);
                watched.copy(full, count);
            }
        }
        return count++;
    }

    /** Fills the gap with the last: an array with gaps would be looked at all the same. */
    private void remove(int place) {
        places[watched.fd(place)] = NOWHERE;
        count--;
        if (place < count) {
            int moved = watched.fd(count);
            watched.set(place, moved, watched.events(count));
            places[moved] = place;
        }
    }

    @Override
    public void await(long timeoutNanos) {
        found = Poll.poll(watched, count, timeoutNanos == Session.NEVER
                ? -1
                : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(timeoutNanos, 1_000_000L)));
        if (found < 0 && found != -Errno.EINTR) {
            throw new IllegalStateException(Errno.failure("poll(" + count + ")", -found));
        }
    }

    @Override
    public void forEachReady(Ready ready) {
        int left = found;
        // From the end: one that is removed is replaced by the last, and that has had its turn.
        for (int i = count - 1; left > 0 && i >= 0; i--) {
            int returned = watched.returned(i);
            if (returned != 0) {
                left--;
                ready.ready(watched.fd(i), happened(returned, watched.events(i)));
            }
        }
    }

    /** An error, or the end of both directions, is seen by a call that was wanted anyway. */
    private static int happened(int returned, int wanted) {
        int events = (returned & ~(Poll.POLLIN | Poll.POLLOUT)) != 0 ? wanted : returned;
        return ((events & Poll.POLLIN) != 0 ? READABLE : 0) | ((events & Poll.POLLOUT) != 0 ? WRITABLE : 0);
    }

    @Override
    public void close() {
        watched.close();
    }
}
