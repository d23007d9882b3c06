package dev.refservers.protocol;

/**
 * What a server tells about itself at one moment.
 *
 * @param architecture its name
 * @param processId of the process that serves the asking client
 * @param uptimeMillis since the server began to listen
 * @param connectionsOpen connections that have a session now
 * @param connectionsWaiting connections that were accepted and have none yet, because nobody has time for them
 * @param connectionsAccepted connections that were given a session since the start
 * @param connectionsRefused connections that were over the limit since the start
 * @param requestsServed requests answered since the start
 * @param threads live platform threads of this process
 * @param heapBytes heap in use by this process
 */
public record Status(String architecture, long processId, long uptimeMillis, long connectionsOpen,
        long connectionsWaiting, long connectionsAccepted, long connectionsRefused, long requestsServed, int threads,
        long heapBytes) {

    /** The status of a server on which no connection ever waits. */
    public Status(String architecture, long processId, long uptimeMillis, long connectionsOpen,
            long connectionsAccepted, long connectionsRefused, long requestsServed, int threads, long heapBytes) {
        this(architecture, processId, uptimeMillis, connectionsOpen, 0, connectionsAccepted, connectionsRefused,
                requestsServed, threads, heapBytes);
    }
}
