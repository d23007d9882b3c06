package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.refservers.server.Deadlines;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Accepts connections on a channel that listens. Used by the thread of its loop. */
final class Acceptor implements Registered {

    /** What becomes of an accepted channel. */
    interface Arrivals {

        /** Takes the channel, which it closes when it throws. */
        void arrived(SocketChannel channel) throws IOException;
    }

    /** How long nothing is accepted after a failure: most are a lack of something that only time can bring back. */
    private static final long BACK_OFF_NANOS = 100_000_000;

    /**
     * What the system says of a socket that another process has shut down: it listens no more, and never will. The word
     * to end may come later. A channel hides the number of the error; in another language, there is a warning too many.
     */
    private static final String INVALID = "Invalid argument";

    private final EventLoop loop;
    private final ServerSocketChannel listener;
    private final int acceptsInARow;
    private final Arrivals arrivals;
    private final SelectionKey key;
    private final Deadlines.Slot<Registered> slot = new Deadlines.Slot<>(this);
    private String failure = "";
    private boolean failing;

    /**
     * Accepts on {@code listener} from now on.
     *
     * @param acceptsInARow how many connections are accepted before others, maybe in other processes, have their turn
     */
    Acceptor(EventLoop loop, ServerSocketChannel listener, int acceptsInARow, Arrivals arrivals) throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.acceptsInARow = acceptsInARow;
        this.arrivals = arrivals;
        key = loop.register(listener, OP_ACCEPT, this);
    }

    @Override
    public void ready() {
        for (int accepts = 0; accepts < acceptsInARow; accepts++) {
            SocketChannel channel;
            try {
                channel = listener.accept();
            } catch (IOException failure) {
                if (INVALID.equals(failure.getMessage())) {
                    key.interestOps(0);
                } else {
                    backOff(failure);
                }
                return;
            }
            if (channel == null) {
                return;
            }
            failing = false;
            handOver(channel);
        }
    }

    /** The back-off is over. A loop that was shut down meanwhile does not come here, and has nothing to complain of. */
    @Override
    public void resume() {
        if (!failing) {
            Log.log(Level.WARNING, "Connections cannot be accepted for a while: " + failure);
        }
        failing = true;
        key.interestOps(OP_ACCEPT);
    }

    /** Accepts no more; the socket is closed with the loop, because an inherited one takes standard error with it. */
    @Override
    public void shutdown() {
        loop.deadlines.forget(slot);
        key.interestOps(0);
    }

    @Override
    public void close() {
        loop.deadlines.forget(slot);
        try {
            listener.close();
        } catch (IOException failure) {
            Log.log(Level.WARNING, "Cannot close a listener", failure);
        }
    }

    private void handOver(SocketChannel channel) {
        try {
            arrivals.arrived(channel);
        } catch (IOException gone) {
            try {
                channel.close();
            } catch (IOException failure) {
                Log.log(Level.WARNING, "Cannot close a connection", failure);
            }
        }
    }

    /** Accepts nothing for a while; the listener would be reported ready over and over. */
    private void backOff(IOException why) {
        failure = String.valueOf(why.getMessage());
        key.interestOps(0);
        loop.deadlines.watch(slot, System.nanoTime() + BACK_OFF_NANOS);
    }
}
