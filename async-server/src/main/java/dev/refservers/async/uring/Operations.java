package dev.refservers.async.uring;

import dev.refservers.linux.BufferPool;
import dev.refservers.linux.Sockets;
import dev.refservers.linux.SubmissionQueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the kernel has been asked to do with one connection's socket and has not done with yet: until then it may use the
 * socket, and the buffer that it sends from. Used by the loop's thread.
 */
final class Operations {

    /** What a completion is of: its user_data is the connection's key and one of these. */
    static final int RECEIVE = 0;
    static final int SEND = 1;
    static final int WATCH = 2;
    static final int CANCEL = 3;

    private static final int NONE = -1;

    private final Memory memory;
    private final int descriptor;
    private final long key;

    private boolean receiving;
    private boolean awaiting;
    private boolean cancelling;
    private boolean watching;

    /** The buffer that is being sent, or none: one at a time, or a short send would mix up the bytes. */
    private int sending = NONE;

    Operations(Memory memory, int descriptor, long key) {
        this.memory = memory;
        this.descriptor = descriptor;
        this.key = key;
    }

    private SubmissionQueue submissions() {
        return memory.ring.submissions();
    }

    /** One has completed; the last time if {@code last}. */
    void completed(int operation, boolean last) {
        switch (operation) {
            case RECEIVE -> {
                receiving &= !last;
                cancelling &= !last;
            }
            case SEND -> {
                memory.output.giveBack(sending);
                sending = NONE;
            }
            case WATCH -> watching &= !last;
            // Found or not: the receive tells for itself how it ends.
            default -> cancelling = false;
        }
    }

    /** Whether there is one. */
    boolean underWay() {
        return receiving || watching || sending != NONE;
    }

    /** Whether input comes by itself. */
    boolean receiving() {
        return receiving;
    }

    /**
     * Has the kernel receive whatever has come and, if it awaits more, whatever comes, until it says that it has stopped,
     * or is told to.
     */
    void receive(boolean awaitsMore) {
        receiving = true;
        awaiting = awaitsMore;
        submissions().receive(descriptor, memory.input, awaitsMore ? 0 : Sockets.MSG_DONTWAIT, key | RECEIVE);
    }

    /** Has it await no more, if it does. */
    void stopAwaiting() {
        if (awaiting) {
            stopReceiving();
        }
    }

    /** Has it stop. What it has received until it hears of this still comes. */
    void stopReceiving() {
        if (receiving && !cancelling) {
            cancelling = true;
            submissions().cancel(key | RECEIVE, key | CANCEL);
        }
    }

    /** Whether a send is under way, so that another cannot begin. */
    boolean sending() {
        return sending != NONE;
    }

    /** Has it send a copy of the first of these bytes, as many as fit; returns whether all do. */
    boolean send(ByteBuffer owed) throws IOException {
        BufferPool buffers = memory.output;
        int length = Math.min(owed.remaining(), buffers.bufferBytes());
        sending = buffers.borrow();
        buffers.put(sending, owed.array(), owed.arrayOffset() + owed.position(), length);
        submissions().send(descriptor, buffers, sending, length, Sockets.MSG_NOSIGNAL, key | SEND);
        return length == owed.remaining();
    }

    /** Whether it tells when the connection breaks. */
    boolean watching() {
        return watching;
    }

    /** Has it tell when the connection breaks. */
    void watch() {
        watching = true;
        submissions().poll(descriptor, 0, true, key | WATCH);
    }

    /** Cancels all of them; each still completes. */
    void cancel() {
        if (receiving) {
            submissions().cancel(key | RECEIVE, key | CANCEL);
        }
        if (watching) {
            submissions().cancel(key | WATCH, key | CANCEL);
        }
        if (sending != NONE) {
            submissions().cancel(key | SEND, key | CANCEL);
        }
    }
}
