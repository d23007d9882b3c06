package dev.refservers.forking;

import dev.refservers.protocol.Limits;
import java.time.Duration;
import java.util.List;

/**
 * What a worker is told on its command line.
 *
 * @param architecture its name
 * @param files what the processes of this server share
 * @param slot of the scoreboard that it counts in
 * @param gracePeriod how long its connections may take to end
 * @param limits what its clients get, at most
 * @param provider the class that provides the protocol
 */
record Assignment(String architecture, SharedFiles.Paths files, int slot, Duration gracePeriod, Limits limits,
        String provider) {

    /** Reads what {@link #arguments} has written. */
    static Assignment parse(String[] arguments) {
        int i = 0;
        return new Assignment(arguments[i++],
                new SharedFiles.Paths(arguments[i++], arguments[i++], arguments[i++]), Integer.parseInt(arguments[i++]),
                Duration.ofNanos(Long.parseLong(arguments[i++])),
                new Limits(Integer.parseInt(arguments[i++]), Integer.parseInt(arguments[i++]),
                        Integer.parseInt(arguments[i++]), Integer.parseInt(arguments[i++]),
                        Integer.parseInt(arguments[i++]), Integer.parseInt(arguments[i++]),
                        Long.parseLong(arguments[i++]),
                        Long.parseLong(arguments[i++]), Long.parseLong(arguments[i++]),
                        Long.parseLong(arguments[i++])),
                arguments[i]);
    }

    /** The arguments of a command line. */
    List<String> arguments() {
        return List.of(architecture, files.scoreboard(), files.lifeline(), files.queues(), Integer.toString(slot),
                Long.toString(gracePeriod.toNanos()), Integer.toString(limits.maxConnections()),
                Integer.toString(limits.maxBulkBytes()), Integer.toString(limits.maxArguments()),
                Integer.toString(limits.maxInlineBytes()), Integer.toString(limits.outputHighWaterBytes()),
                Integer.toString(limits.maxWaitingInputBytes()), Long.toString(limits.maxQueuedBytes()),
                Long.toString(limits.maxBufferedBytes()), Long.toString(limits.idleTimeoutNanos()),
                Long.toString(limits.lingerNanos()), provider);
    }

    /** The same for another worker. */
    Assignment withSlot(int other) {
        return new Assignment(architecture, files, other, gracePeriod, limits, provider);
    }

    /** Whether the worker is given a socket that listens, and not a client. */
    boolean listens() {
        return architecture.equals("prefork");
    }
}
