package dev.refservers.server;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Closes what nobody needs any more. Safe for use by many threads. */
public final class Quietly {

    private static final System.Logger LOG = System.getLogger(Quietly.class.getName());

    private Quietly() {}

    /** Closes it. A failure is logged: nobody can act on it. */
    public static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "A descriptor is not closed properly", failure);
        }
    }
}
