package dev.refservers.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, by the key that the kernel returns with each event or completion. Used by the loop's
 * thread.
 *
 * <p>
 * A descriptor would not do as the key: its number is used again as soon as it is closed, and what was told before would
 * reach the wrong client. A key has three free bits at the bottom, for whoever has several operations under way for one
 * connection; above them the number of a slot, and above that a number that no other connection ever had.
 *
 * @param <C> a connection
 */
public final class ConnectionsByKey<C> {

    /** The bits that are 0 in every key. */
    public static final int FREE_BITS = 7;

    /** The keys of what is no connection; above all others. */
    public static final long WAKER = -8;
    public static final long LISTENER = -16;

    private static final int SLOT_SHIFT = 3;
    private static final int SLOT_BITS = 21;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

    private final List<@Nullable C> slots = new ArrayList<>();

    /** The keys of those in the slots; of an empty slot, the last one's. */
    private long[] keys = new long[64];

    /** The free slots: the lower {@code freeCount} of these. */
    private int[] free = new int[64];
    private int freeCount;
    private long opened;

    /** The key of the connection that is added next. */
    public long nextKey() {
        int slot = freeCount > 0 ? free[freeCount - 1] : slots.size();
        return (opened << SLOT_BITS | slot) << SLOT_SHIFT;
    }

    private static int slot(long key) {
        return (int) (key >> SLOT_SHIFT) & SLOT_MASK;
    }

    /** Adds the connection that was made with the {@link #nextKey}. */
    public void add(long key, C connection) {
        opened++;
        int slot = slot(key);
        if (freeCount > 0) {
            freeCount--;
            slots.set(slot, connection);
        } else {
            if (slot == keys.length) {
                keys = Arrays.copyOf(keys, slot * 2);
                free = Arrays.copyOf(free, slot * 2);
            }
            slots.add(connection);
        }
        keys[slot] = key;
    }

    /** The open connection with this key, or null: what is told may be about one that has ended since. */
    public @Nullable C get(long key) {
        int slot = slot(key);
        return keys[slot] == key ? slots.get(slot) : null;
    }

    /** Removes the open connection with this key. */
    public void remove(long key) {
        int slot = slot(key);
        slots.set(slot, null);
        free[freeCount++] = slot;
    }

    /** Whether none is open. */
    public boolean isEmpty() {
        return freeCount == slots.size();
    }

    /** Those that are open now. */
    public List<C> all() {
        List<C> open = new ArrayList<>();
        for (C connection : slots) {
            if (connection != null) {
                open.add(connection);
            }
        }
        return open;
    }
}
