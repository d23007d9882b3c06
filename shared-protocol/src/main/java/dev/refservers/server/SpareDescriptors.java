package dev.refservers.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * Two descriptors that an acceptor holds in reserve. Used by the thread that accepts.
 *
 * <p>
 * When the process has no descriptor left, a client in the backlog would wait for ever. So the acceptor gives up the
 * reserve, accepts that client and refuses it; then it accepts nobody for {@link #BACK_OFF_NANOS}, and takes the reserve
 * back. One of the two is for the client, the other for what the process has to open meanwhile, such as a class file.
 */
public final class SpareDescriptors {

    /** How long nobody is accepted when there is no reserve: what is missing, only others can give back. */
    public static final long BACK_OFF_NANOS = 100_000_000;

    private static final System.Logger LOG = System.getLogger(SpareDescriptors.class.getName());

    private @Nullable Pipe pipe;
    private boolean failing;

    /** Takes them, if they can be had. */
    public SpareDescriptors() {
        take();
    }

    /** Takes them again if they were given up. Whether they are there: without, the next client could not be refused. */
    public boolean take() {
        if (pipe == null) {
            try {
                pipe = Pipe.open();
            } catch (IOException none) {
                LOG.log(Level.DEBUG, "No descriptors in reserve", none);
            }
        }
        return pipe != null;
    }

    /** Gives them up, because accept has failed; the first time, the log says so. Whether there were any. */
    public boolean giveUp(Throwable failure) {
        boolean had = pipe != null;
        close();
        // Whatever may load a class or open a log comes now, while there are descriptors for that.
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, "Clients are refused: accept: {0}", failure.getMessage());
        } else if (!had) {
            LOG.log(Level.DEBUG, "Not even with the descriptors held in reserve", failure);
        }
        return had;
    }

    /** A client was accepted without them: the log tells of the next failure again. */
    public void accepted() {
        failing = false;
    }

    /** Gives them up for good. A second call does nothing. */
    public void close() {
        Pipe dropped = pipe;
        pipe = null;
        if (dropped != null) {
            Quietly.close(dropped.sink());
            Quietly.close(dropped.source());
        }
    }
}
