package dev.refservers.epoll;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, by the key that the kernel returns with each event. Used by the loop's thread.
 *
 * <p>
 * A descriptor would not do as the key: its number is used again as soon as it is closed, and an event that was told
 * before would reach the wrong client. A key is the number of a slot in its lower bits, and above them a number that no
 * other connection ever had.
 */
final class Connections {

    /** The keys of what is no connection; above all others. */
    static final long WAKER = -1;
    static final long ACCEPTOR = -2;

    private static final int SLOT_BITS = 24;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

    private @Nullable Connection[] slots = new @Nullable Connection[64];

    /** The free slots: the lower {@code freeCount} of these. */
    private int[] free = new int[64];
    private int freeCount;
    private int used;
    private long opened;

    /** The key of the connection that is added next. */
    long nextKey() {
        int slot = freeCount > 0 ? free[freeCount - 1] : used;
        return opened << SLOT_BITS | slot;
    }

    /** Adds the connection that was made with the {@link #nextKey}. */
    void add(Connection connection) {
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        opened++;
        int slot = (int) connection.key() & SLOT_MASK;
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, slot * 2);
            free = Arrays.copyOf(free, slot * 2);
        }
        slots[slot] = connection;
    }

    /** The open connection with this key, or null. */
    @Nullable
    Connection get(long key) {
        Connection connection = slots[(int) key & SLOT_MASK];
        return connection != null && connection.key() == key ? connection : null;
    }

    /** Removes an open connection. */
    void remove(Connection connection) {
        int slot = (int) connection.key() & SLOT_MASK;
        slots[slot] = null;
        free[freeCount++] = slot;
    }

    /** Whether none is open. */
    boolean isEmpty() {
        return freeCount == used;
    }

    /** Those that are open now. */
    List<Connection> all() {
        List<Connection> open = new ArrayList<>();
        for (Connection connection : slots) {
            if (connection != null) {
                open.add(connection);
            }
        }
        return open;
    }
}
