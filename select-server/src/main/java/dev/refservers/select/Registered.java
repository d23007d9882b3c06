package dev.refservers.select;

/** What is registered with a loop's selector: the attachment of its key. Used by the loop's thread. */
sealed interface Registered permits Acceptor, Connection {

    /** Its channel is ready for something that it waits for. */
    void ready();

    /** It was woken, or its deadline has passed. */
    void resume();

    /** The loop stops: come to an end as soon as everything owed is written. */
    void shutdown();

    /** Ends it at once. A second call does nothing. */
    void close();
}
