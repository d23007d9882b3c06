package dev.refservers.comparison.load;

import java.io.IOException;

/** Decides when clients speak. Used by the reactor's thread, for one window. */
interface Pace {

    /** The window begins now; nobody is talking. */
    void begin(long now) throws IOException;

    /** Is called again and again, between one look at the sockets and the next. */
    void tick(long now) throws IOException;

    /** All replies of a client's turn have come. */
    void turnEnded(Client client) throws IOException;

    /**
     * A client's connection failed, ended, or said something wrong. By default nobody can do without it.
     *
     * @return whether the window goes on without this client, which the pace has closed then
     */
    default boolean lost(Client client, Exception why) {
        return false;
    }

    /** Whether the window is over: nothing is in flight, and nothing is to come. */
    boolean over();

    /** How long nothing will be due, as far as is known; a reactor that sleeps sleeps no longer. */
    long nanosUntilDue(long now);
}
