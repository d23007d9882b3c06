package dev.refservers.conformance.run;

import java.io.IOException;

/** How many bytes that nobody has read the connections of one conversation hold together. Used by one thread. */
final class Budget {

    /** More than any script leaves unread: a server that sends without end must not cost memory without end. */
    static final int BYTES = 32 << 20;

    private long most = BYTES;
    private long unread;

    /** A server has sent more than a script can need. */
    static final class Exceeded extends IOException {

        private static final long serialVersionUID = 1;

        private final String client;
        private final long unread;

        Exceeded(String client, long unread) {
            super(unread + " bytes that no line has read");
            this.client = client;
            this.unread = unread;
        }

        long unread() {
            return unread;
        }

        /** Who was sent the last of it. */
        String client() {
            return client;
        }
    }

    /** A line waits for so many bytes at once. */
    void allow(int bytes) {
        most = Math.max(most, (long) BYTES + bytes);
    }

    void take(int bytes) {
        unread += bytes;
    }

    void give(int bytes) {
        unread -= bytes;
    }

    /** Ends the conversation, if there is too much of it. */
    void check(String client) throws Exceeded {
        if (unread > most) {
            throw new Exceeded(client, unread);
        }
    }
}
