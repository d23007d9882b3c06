package dev.refservers.async.uring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, by the key that the kernel returns with each completion. Used by the loop's thread.
 *
 * <p>
 * A descriptor would not do as the key: its number is used again as soon as it is closed, and a completion that comes
 * after that would reach the wrong client. A key has three free bits for the operation, above them the number of a slot,
 * and above that a number that no other connection ever had.
 */
final class Connections {

    /** The bits of a completion's user_data that tell of which operation it is; the others are the key. */
    static final int OPERATION_MASK = 7;

    /** The keys of what is no connection; above all others. */
    static final long WAKER = -8;
    static final long ACCEPTOR = -16;

    private static final int OPERATION_BITS = 3;
    private static final int SLOT_BITS = 21;
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
        return (opened << SLOT_BITS | slot) << OPERATION_BITS;
    }

    /** Adds the connection that was made with the {@link #nextKey}. */
    void add(Connection connection) {
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        opened++;
        int slot = slot(connection.key());
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, slot * 2);
            free = Arrays.copyOf(free, slot * 2);
        }
        slots[slot] = connection;
    }

    private static int slot(long key) {
        return (int) (key >> OPERATION_BITS) & SLOT_MASK;
    }

    /** The connection with this key, or null. */
    @Nullable
    Connection get(long key) {
        Connection connection = slots[slot(key)];
        return connection != null && connection.key() == key ? connection : null;
    }

    /** Removes a connection of which nothing is under way. */
    void remove(Connection connection) {
        int slot = slot(connection.key());
        slots[slot] = null;
        free[freeCount++] = slot;
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return freeCount == used;
    }

    /** Those that are here now. */
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
