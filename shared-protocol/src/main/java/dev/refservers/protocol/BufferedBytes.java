package dev.refservers.protocol;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What the clients of one server make it hold besides queues, all together: requests that are not complete, replies that
 * are not sent, waits, names. Safe for use by many threads.
 *
 * <p>
 * What is no more than {@link #UNCOUNTED} of a kind with one client is not counted, so that whoever asks for little and
 * reads the answer costs nothing here. What a client asks for is refused where it would be too much ({@link #reserve}).
 * What leaves a queue for a client is not ({@link #add}): then it is pushes that find less room.
 */
public final class BufferedBytes {

    /** What each client may hold of each kind before it counts. */
    public static final int UNCOUNTED = 4 << 10;

    private final long most;
    private final LongSupplier roomElsewhere;
    private final AtomicLong held = new AtomicLong();

    /** Nothing yet, and so many at most. */
    public BufferedBytes(long most) {
        this(most, () -> 0);
    }

    /** The same beside something else whose room is taken when there are more. */
    public BufferedBytes(long most, LongSupplier roomElsewhere) {
        this.most = most;
        this.roomElsewhere = roomElsewhere;
    }

    /** What of so many bytes counts: all, or nothing where they are few. */
    public static long counted(long bytes) {
        return bytes > UNCOUNTED ? bytes : 0;
    }

    /** Counts so many, unless there would be too many. */
    public boolean reserve(long bytes) {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Counts so many, or takes them back, whatever there may be. */
    public void add(long bytes) {
        held.addAndGet(bytes);
    }

    /** How many there are. */
    public long held() {
        return held.get();
    }

    /** Whether there are so many that there is no room elsewhere either. */
    boolean isTooMuch() {
        return held.get() - most > roomElsewhere.getAsLong();
    }

    /** How many there are above those that may be. */
    public long excess() {
        return Math.max(0, held.get() - most);
    }
}
