package dev.refservers.select.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of one loop, by descriptor. Used by the loop's thread. */
final class Connections {

    private @Nullable Connection[] byDescriptor = new @Nullable Connection[64];
    private int open;

    /** Adds a connection that is open. */
    void add(Connection connection) {
        int descriptor = connection.descriptor();
        if (descriptor >= byDescriptor.length) {
            byDescriptor = Arrays.copyOf(byDescriptor, 2 * descriptor);
        }
        byDescriptor[descriptor] = connection;
        open++;
    }

    /** The connection with this descriptor, or null: an earlier event of the same turn may have ended it. */
    @Nullable
    Connection get(int descriptor) {
        return byDescriptor[descriptor];
    }

    /** Removes a connection before its descriptor is another's. */
    void remove(Connection connection) {
        byDescriptor[connection.descriptor()] = null;
        open--;
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
