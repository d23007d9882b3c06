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

    /** Whether the peer has ended, behind the pieces. */
    private boolean ended;

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

    /** Gives the session what it wants of it. */
    void take(Session session, long now) {
        ArrayDeque<ByteBuffer> all = pieces;
        while (all != null && session.wantsInput()) {
            session.receive(all.remove(), now);
            if (all.isEmpty()) {
                all = null;
                pieces = null;
                if (ended) {
                    session.endOfInput(now);
                }
            }
        }
    }

    /** Forgets it: nobody will want it. */
    void clear() {
        pieces = null;
    }
}
