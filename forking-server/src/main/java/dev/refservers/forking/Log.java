package dev.refservers.forking;

import java.lang.System.Logger.Level;

/**
 * The logger of every process of this server, made when there is something to log: most workers never have, and loading
 * java.logging would take them longer than all the rest of their start.
 */
final class Log {

    private static final class Loaded {
        private static final System.Logger LOGGER = System.getLogger("dev.refservers.forking");
    }

    private Log() {}

    static void log(Level level, String message) {
        Loaded.LOGGER.log(level, message);
    }

    static void log(Level level, String message, Throwable thrown) {
        Loaded.LOGGER.log(level, message, thrown);
    }
}
