package dev.refservers.protocol;

/**
 * What one server gives to its clients, at most.
 *
 * @param maxConnections connections served at once; further ones are refused with an answer. At least 1
 * @param maxBulkBytes bytes of one argument (Redis: {@code proto-max-bulk-len}), or of a request's body
 * @param maxArguments arguments of one command, its name included
 * @param maxInlineBytes bytes of an inline command, or of a count, without a line end; of an HTTP request's head
 * @param outputHighWaterBytes owed bytes above which a session executes no further command until some are taken
 * @param maxWaitingInputBytes bytes that a client may have sent behind a blocking command that waits; more ends it
 * @param maxQueuedBytes what the elements and keys of all queues take together; a push beyond it is refused
 * @param maxBufferedBytes what all clients together make the server hold besides: requests that are not complete, replies
 *        that are not sent, waits and names; a request beyond it is refused, a client that reads too little is closed
 * @param idleTimeoutNanos a connection on which nothing moved for so long is closed; 0 means never. Clients that wait
 *        in a blocking pop are not idle
 * @param lingerNanos how long input is read and dropped after the last reply, so that the peer gets that reply and
 *        not a reset
 */
public record Limits(int maxConnections, int maxBulkBytes, int maxArguments, int maxInlineBytes,
        int outputHighWaterBytes, int maxWaitingInputBytes, long maxQueuedBytes, long maxBufferedBytes,
        long idleTimeoutNanos, long lingerNanos) {

    /** What of the heap queues may take, and what all else that clients make the server hold: the rest is for its work. */
    private static final long QUARTER = Math.min(Runtime.getRuntime().maxMemory() / 4, 1L << 30);

    /** The limits of a server that was told none: Redis's where Redis has them. */
    public static final Limits DEFAULT = new Limits(10_000, 512 << 20, Integer.MAX_VALUE, 64 << 10, 64 << 10, 1 << 20,
            QUARTER, QUARTER, 0, 500_000_000);

    public Limits {
        atLeast(1, maxConnections, "maxConnections");
        atLeast(1, maxBulkBytes, "maxBulkBytes");
        atLeast(1, maxArguments, "maxArguments");
        atLeast(1, maxInlineBytes, "maxInlineBytes");
        atLeast(1, outputHighWaterBytes, "outputHighWaterBytes");
        atLeast(0, maxWaitingInputBytes, "maxWaitingInputBytes");
        atLeast(0, maxQueuedBytes, "maxQueuedBytes");
        atLeast(0, maxBufferedBytes, "maxBufferedBytes");
        atLeast(0, idleTimeoutNanos, "idleTimeoutNanos");
        atLeast(0, lingerNanos, "lingerNanos");
    }

    /** With as many bytes besides queues as a quarter of the heap has. */
    public Limits(int maxConnections, int maxBulkBytes, int maxArguments, int maxInlineBytes, int outputHighWaterBytes,
            int maxWaitingInputBytes, long maxQueuedBytes, long idleTimeoutNanos, long lingerNanos) {
        this(maxConnections, maxBulkBytes, maxArguments, maxInlineBytes, outputHighWaterBytes, maxWaitingInputBytes,
                maxQueuedBytes, QUARTER, idleTimeoutNanos, lingerNanos);
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
        }
    }
}
