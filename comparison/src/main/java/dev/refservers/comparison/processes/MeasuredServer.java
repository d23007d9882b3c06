package dev.refservers.comparison.processes;

import java.net.InetSocketAddress;
import java.util.OptionalLong;

/** A server that listens, to be measured: one that was started for it, or one that was there. Used by one thread. */
public interface MeasuredServer extends AutoCloseable {

    /** Where it listens. */
    InetSocketAddress address();

    /** Its process id; empty where we have not started it, and so cannot read what it uses. */
    OptionalLong process();

    /** Stops it where it is, with all its descendants, if it was started for us: others are to have the core. */
    void pause() throws ProcessFailure;

    /** Lets it go on after {@link #pause}. */
    void resume() throws ProcessFailure;

    /**
     * Ends it, if it was started for us, and waits for that.
     *
     * @throws ProcessFailure when it does not end as it should
     */
    void stop() throws ProcessFailure;

    /** Kills it if it was started for us and still runs. */
    @Override
    void close();
}
