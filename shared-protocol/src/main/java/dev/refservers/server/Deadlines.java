package dev.refservers.server;

import dev.refservers.protocol.Session;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of an event loop's connections, soonest first. Used by one thread.
 *
 * <p>
 * Deadlines move with almost every request, mostly to later; a queue that followed each move would cost more than the
 * requests. So a connection's entry here lies at or before its true deadline: a move to later is noticed only when the
 * entry comes up, and only a move to earlier moves the entry.
 *
 * @param <C> a connection
 */
public final class Deadlines<C> {

    /** What a connection keeps for this. Create one for each connection. */
    public static final class Slot<C> implements Comparable<Slot<C>> {
        private final C connection;
        private boolean watched;
        private long at;
        private long order;

        /** The slot of this connection. */
        public Slot(C connection) {
            this.connection = connection;
        }

        @Override
        public int compareTo(Slot<C> other) {
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final TreeSet<Slot<C>> slots = new TreeSet<>();
    private long watches;

    /** Makes sure that the connection comes up at {@code deadline} ({@link Session#deadline()}) or before it. */
    public void watch(Slot<C> slot, long deadline) {
        if (deadline == Session.NEVER || (slot.watched && slot.at - deadline <= 0)) {
            return;
        }
        forget(slot);
        slot.at = deadline;
        slot.order = watches++;
        slot.watched = true;
        slots.add(slot);
    }

    /** Forgets a connection that is closed. */
    public void forget(Slot<C> slot) {
        if (slot.watched) {
            slots.remove(slot);
            slot.watched = false;
        }
    }

    /**
     * A connection whose entry is due, or null. Resume its session, then {@link #watch} its deadline again: it may well
     * lie in the future.
     */
    public @Nullable C poll(long now) {
        if (slots.isEmpty() || slots.first().at - now > 0) {
            return null;
        }
        Slot<C> due = slots.removeFirst();
        due.watched = false;
        return due.connection;
    }

    /** Nanoseconds until {@link #poll} may have something: 0 at the least, {@link Session#NEVER} if never. */
    public long nanosUntilNext(long now) {
        return slots.isEmpty() ? Session.NEVER : Math.max(0, slots.first().at - now);
    }
}
