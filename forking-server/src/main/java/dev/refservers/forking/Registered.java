package dev.refservers.forking;

/** What is registered with an {@link EventLoop}'s selector: the attachment of its key. Called by the loop's thread. */
interface Registered {

    /** The channel is ready for something that it waits for. */
    void ready();

    /** The deadline has passed, or somebody has asked for this. */
    void resume();

    /** The loop is stopping: end as soon as everything owed is written. */
    void shutdown();

    /** Ends it at once. A second call does nothing. */
    void close();
}
