package dev.refservers.protocol;

/** What is spoken: opens a {@link Session} for each connection. Safe for use by many threads. */
public interface Protocol {

    /** The name under which it is asked for on a command line: lower case, no spaces. */
    String name();

    /**
     * Opens the session of a connection that has just been accepted.
     *
     * @param wake asks the driver to call {@link Session#resume} soon. It may be run by any thread, also from within a
     *        call on another session and under that session's locks: so it only enqueues, never blocks, never throws.
     * @param now {@link System#nanoTime()}
     */
    Session open(Runnable wake, long now);

    /**
     * Opens a session for a connection over the limit: it owes the refusal that the protocol has for this, if it has
     * one, and then ends. Drive it like any other; it is not counted.
     */
    Session refuse(long now);

    /**
     * Does once, before the first client comes, what sessions do later: so that a class or a file that they need is not
     * opened for the first time when no descriptor is left. Nobody may notice: nothing is counted, nothing is kept, and
     * {@link #open} of this very protocol is not called. Does nothing, unless a protocol has something to gain by it.
     */
    default void rehearse(long now) {}
}
