package dev.refservers.async.uring;

import dev.refservers.protocol.Session;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Input that came before the kernel heard that its session wants none. It is no more than what the kernel had received
 * by then: all buffers full, at most. Used by the loop's thread.
 */
final class HeldInput {

    /** Null while nothing is held: most connections never hold anything. */
    private @Nullable ArrayDeque<ByteBuffer> pieces;

    /** What the session is told behind the pieces. */
    private boolean ended;
    private boolean stopped;

    boolean isEmpty() {
        return pieces == null;
    }

    /** Keeps a copy: the buffer is wanted for others. */
    void add(ByteBuffer input) {
        ArrayDeque<ByteBuffer> all = pieces;
        if (all == null) {
            all = new ArrayDeque<>();
            pieces = all;
        }
        all.add(ByteBuffer.allocate(input.remaining()).put(input).flip());
    }

    /** Tells the session that the peer has ended; behind what is held. */
    void end(Session session, long now) {
        if (isEmpty()) {
            session.endOfInput(now);
        } else {
            ended = true;
        }
    }

    /** Tells the session that the server is closing; behind what is held, because that is answered. */
    void shutdown(Session session, long now) {
        if (isEmpty()) {
            session.shutdown(now);
        } else {
            stopped = true;
        }
    }

    /** Gives the session what it wants of it. */
    void take(Session session, long now) {
        ArrayDeque<ByteBuffer> all = pieces;
        while (all != null && session.wantsInput()) {
            session.receive(all.remove(), now);
            if (all.isEmpty()) {
                all = null;
                pieces = null;
                tell(session, now);
            }
        }
    }

    private void tell(Session session, long now) {
        if (ended) {
            session.endOfInput(now);
        }
        if (stopped) {
            session.shutdown(now);
        }
    }

    /** Forgets it: nobody will want it. */
    void clear() {
        pieces = null;
    }
}
