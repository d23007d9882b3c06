package dev.refservers.linux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, by descriptor, for kernel calls that name nothing else. Used by the loop's thread.
 *
 * <p>
 * A descriptor's number is used again as soon as it is closed, and what is told of it later may reach the wrong client:
 * whoever uses this must say why that does no harm. Where the kernel returns a key, {@link ConnectionsByKey} is better.
 *
 * @param <C> a connection
 */
public final class ConnectionsByDescriptor<C> {

    private final List<@Nullable C> byDescriptor = new ArrayList<>();
    private int open;

    /** Adds a connection whose descriptor is open. */
    public void add(int descriptor, C connection) {
        while (descriptor >= byDescriptor.size()) {
            byDescriptor.add(null);
        }
        byDescriptor.set(descriptor, connection);
        open++;
    }

    /** The open connection that has this descriptor now, or null. */
    public @Nullable C get(int descriptor) {
        return descriptor >= 0 && descriptor < byDescriptor.size() ? byDescriptor.get(descriptor) : null;
    }

    /** Removes the connection with this descriptor, before that is another's. */
    public void remove(int descriptor) {
        byDescriptor.set(descriptor, null);
        open--;
    }

    /** Whether none is open. */
    public boolean isEmpty() {
        return open == 0;
    }

    /** Those that are open now. */
    public List<C> all() {
        List<C> all = new ArrayList<>();
        for (C connection : byDescriptor) {
            if (connection != null) {
                all.add(connection);
            }
        }
        return all;
    }
}
