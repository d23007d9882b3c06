package dev.refservers.async.sigio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, by descriptor. Used by the loop's thread.
 *
 * <p>
 * Elsewhere that would be a mistake: a descriptor's number is used again as soon as it is closed, and what is told of it
 * later reaches the wrong client. But the number is all that a signal tells. So a signal is taken for a hint that
 * something may have happened, and whoever it reaches looks: a needless look finds nothing, and does no harm.
 */
final class Connections {

    private @Nullable Connection[] byDescriptor = new @Nullable Connection[64];
    private int open;
    private int counted;

    /** Adds a connection, under its descriptor. */
    void add(Connection connection) {
        int descriptor = connection.descriptor();
        if (descriptor >= byDescriptor.length) {
            byDescriptor = Arrays.copyOf(byDescriptor, Math.max(descriptor + 1, byDescriptor.length * 2));
        }
        byDescriptor[descriptor] = connection;
        open++;
        counted += connection.counted() ? 1 : 0;
    }

    /** The open connection that has this descriptor now, or null. */
    @Nullable
    Connection get(int descriptor) {
        return descriptor >= 0 && descriptor < byDescriptor.length ? byDescriptor[descriptor] : null;
    }

    /** Removes a connection that was added. */
    void remove(Connection connection) {
        byDescriptor[connection.descriptor()] = null;
        open--;
        counted -= connection.counted() ? 1 : 0;
    }

    /** How many count towards the limit of connections. */
    int counted() {
        return counted;
    }

    /** Whether none is open. */
    boolean isEmpty() {
        return open == 0;
    }

    /** Those that are open now. */
    List<Connection> all() {
        List<Connection> all = new ArrayList<>();
        for (Connection connection : byDescriptor) {
            if (connection != null) {
                all.add(connection);
            }
        }
        return all;
    }
}
