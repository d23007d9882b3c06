package dev.refservers.server;

/**
 * Waiting that an interrupt does not end: a server that has been closed has no threads. The interrupt is kept for whoever
 * waits next. Safe for use by many threads.
 */
public final class Uninterrupted {

    /** A wait that an interrupt ends, such as {@link Thread#join()}; it is begun again then. */
    @FunctionalInterface
    public interface Wait {

        /** Returns when what it waits for has come true. */
        void await() throws InterruptedException;
    }

    private Uninterrupted() {}

    /** Waits to the end. */
    public static void await(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
