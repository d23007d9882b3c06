package dev.refservers.async.uring;

import dev.refservers.linux.CompletionQueue;
import dev.refservers.linux.IoUring;
import dev.refservers.linux.ProvidedBuffers;

/** Tells whoever asked for it what the kernel has done. Used by the loop's thread. */
final class Completions {

    private final Memory memory;
    private final Connections connections;
    private final Acceptor acceptor;
    private final Waker waker;

    Completions(Memory memory, Connections connections, Acceptor acceptor, Waker waker) {
        this.memory = memory;
        this.connections = connections;
        this.acceptor = acceptor;
        this.waker = waker;
    }

    /** Deals with all that are there. */
    void dispatch() {
        CompletionQueue queue = memory.ring.completions();
        int count = queue.size();
        for (int i = 0; i < count; i++) {
            dispatch(queue.userData(i), queue.result(i), queue.flags(i));
        }
        queue.remove(count);
        memory.input.publish();
    }

    private void dispatch(long userData, int result, int flags) {
        long key = userData & ~Connections.OPERATION_MASK;
        int operation = (int) userData & Connections.OPERATION_MASK;
        boolean last = (flags & IoUring.IORING_CQE_F_MORE) == 0;
        int buffer = ProvidedBuffers.id(flags);
        boolean hasInput = buffer >= 0 && result > 0;
        if (key == Connections.WAKER) {
            waker.completed(operation, last, memory.ring.submissions());
        } else if (key == Connections.ACCEPTOR) {
            acceptor.completed(result, last);
        } else {
            Connection connection = connections.get(key);
            // None, where this only tells that the last operation of one that has ended was cancelled.
            if (connection != null) {
                connection.completed(operation, result, last, hasInput ? memory.input.get(buffer, result) : null);
            }
        }
        if (buffer >= 0) {
            memory.input.giveBack(buffer);
        }
    }

    /** Deals with what comes until nothing is under way any more, so that the kernel uses none of the memory. */
    boolean awaitQuiet(long timeoutNanos) {
        long started = System.nanoTime();
        while (!connections.isEmpty() || acceptor.accepting() || waker.watched()) {
            long left = timeoutNanos - (System.nanoTime() - started);
            if (left <= 0) {
                return false;
            }
            memory.ring.submitAndWait(left);
            dispatch();
        }
        return true;
    }
}
