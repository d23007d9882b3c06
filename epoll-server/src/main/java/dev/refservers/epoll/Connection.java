package dev.refservers.epoll;

import dev.refservers.protocol.Session;
import org.jspecify.annotations.Nullable;

/** One client, as its loop sees it. Used by its loop's thread. */
sealed interface Connection permits LevelConnection, EdgeConnection {

    /** Makes connections of one kind. */
    @FunctionalInterface
    interface Kind {

        /** A connection with a session of the protocol, or with {@code refusal}, which is not counted. */
        Connection open(EventLoop loop, int descriptor, long key, @Nullable Session refusal);
    }

    /** Has the kernel watch it, and begins the conversation. */
    void start();

    /** Its socket is ready for something, or broken: bits of epoll_wait(2). */
    void ready(int happened);

    /** It was woken, or its deadline has passed. */
    void resume();

    /** The loop stops: come to an end as soon as everything owed is written. */
    void shutdown();

    /** Ends it at once. A second call does nothing. */
    void close();
}
