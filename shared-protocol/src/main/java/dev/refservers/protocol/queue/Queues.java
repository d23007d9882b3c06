package dev.refservers.protocol.queue;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import org.jspecify.annotations.Nullable;

/**
 * Where commands are carried out that concern more than their own connection: on queues, and on the clients that use
 * them. Safe for use by many threads.
 *
 * <p>
 * {@link LocalQueues} answers most commands at once, in the calling thread. A store in another process can't: so every
 * command may be answered later.
 */
public interface Queues {

    /**
     * Registers one client.
     *
     * @param wake as in {@link Protocol#open}: run when something that the client waits for has come
     */
    Client connect(Runnable wake, long now);

    /** One client of the queues. Used by the thread of its session. */
    interface Client {

        /** What has become of the command that was executed last. */
        enum Outcome {
            /** Its reply has been written. */
            ANSWERED,
            /** Its reply comes later: after a wake, or at the deadline, ask {@link Client#complete}. */
            WAITING,
            /** There will be no reply: the wait was given up, or the client was killed. */
            GIVEN_UP
        }

        /** Starts a command. Nothing else may be executed before it is answered or given up, unless {@link #takesMore}. */
        Outcome execute(Request request, Reply reply, long now);

        /** The session itself has answered a command, or, if null, what is none: for whoever lists the clients. */
        default void noteAnswered(@Nullable Command command, long now) {}

        /** Whether another command may be executed behind those that have not been answered; replies keep their order. */
        default boolean takesMore() {
            return false;
        }

        /** Sends what has been executed and held back. To be called when nothing more can be executed at once. */
        default void flush() {}

        /**
         * Writes the replies that are waited for, as far as they have come, also parts of one. Answered means: there is
         * none left.
         */
        Outcome complete(Reply reply, long now);

        /**
         * The peer sends no more: a wait for an element is given up, unless the element is already on its way. A
         * command that is answered without waiting goes on.
         */
        void cancelWait();

        /** When {@link #complete} must be asked at the latest, or {@link Session#NEVER}. */
        long deadline();

        /** Whether this client was told to go, by another one or because the store is gone. */
        boolean killed();

        /** Gives up everything. Called once, last. */
        void close();
    }
}
