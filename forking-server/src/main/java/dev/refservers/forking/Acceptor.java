package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_ACCEPT;

import dev.refservers.server.Deadlines;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on a channel that listens. Used by the thread of its loop.
 *
 * <p>
 * When the process has no descriptor left, a client that waits in the backlog would wait for ever. Where clients can be
 * refused, descriptors are held in reserve: they are given up to accept that client and to refuse it. Then nobody is
 * accepted for a while, and they are taken back.
 */
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
    private final @Nullable Arrivals refusals;
    private final SelectionKey key;
    private final Deadlines.Slot<Registered> slot = new Deadlines.Slot<>(this);

    /** Two descriptors: one for the client, one for what the process has to open meanwhile, such as a class file. */
    private @Nullable Pipe spare;
    private String failure = "";
    private boolean failing;

    /**
     * Accepts on {@code listener} from now on.
     *
     * @param acceptsInARow how many connections are accepted before others, maybe in other processes, have their turn
     * @param refusals what becomes of those for whom there is no descriptor; null if they are to wait
     */
    Acceptor(EventLoop loop, ServerSocketChannel listener, int acceptsInARow, Arrivals arrivals,
            @Nullable Arrivals refusals) throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.acceptsInARow = acceptsInARow;
        this.arrivals = arrivals;
        this.refusals = refusals;
        key = loop.register(listener, OP_ACCEPT, this);
        takeSpare();
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
                    runShort(failure);
                }
                return;
            }
            if (channel == null) {
                return;
            }
            failing = false;
            handOver(channel, arrivals);
        }
    }

    /** The back-off is over. A loop that was shut down meanwhile does not come here, and has nothing to complain of. */
    @Override
    public void resume() {
        if (!failing) {
            Log.log(Level.WARNING, "Connections cannot be accepted for a while: " + failure);
        }
        failing = true;
        takeSpare();
        if (refusals != null && spare == null) {
            // Without it, the next client could not even be refused.
            pause();
        } else {
            key.interestOps(OP_ACCEPT);
        }
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
        dropSpare();
        Quietly.close(listener);
    }

    private void handOver(SocketChannel channel, Arrivals to) {
        try {
            to.arrived(channel);
        } catch (IOException gone) {
            Quietly.close(channel);
        }
    }

    /** Accepts nothing for a while; the listener would be reported ready over and over. */
    private void runShort(IOException why) {
        failure = String.valueOf(why.getMessage());
        pause();
        if (refusals != null && spare != null) {
            dropSpare();
            refuseOne(refusals);
        }
    }

    private void refuseOne(Arrivals refusals) {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                handOver(channel, refusals);
            }
        } catch (IOException stillNone) {
            failure = String.valueOf(stillNone.getMessage());
        }
    }

    private void pause() {
        key.interestOps(0);
        loop.deadlines.watch(slot, System.nanoTime() + BACK_OFF_NANOS);
    }

    private void takeSpare() {
        if (refusals == null || spare != null) {
            return;
        }
        try {
            spare = Pipe.open();
        } catch (IOException none) {
            failure = String.valueOf(none.getMessage());
        }
    }

    private void dropSpare() {
        Pipe dropped = spare;
        spare = null;
        if (dropped != null) {
            Quietly.close(dropped.sink());
            Quietly.close(dropped.source());
        }
    }
}
