package dev.refservers.forking;

import dev.refservers.protocol.Limits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a worker is told on its command line.
 *
 * @param architecture its name
 * @param directory of the files that the processes of this server share
 * @param slot of the scoreboard that it counts in
 * @param gracePeriod how long its connections may take to end
 * @param limits what its clients get, at most
 * @param provider the class that provides the protocol
 */
record Assignment(String architecture, Path directory, int slot, Duration gracePeriod, Limits limits,
        String provider) {

    /** Reads what {@link #arguments} has written. */
    static Assignment parse(String[] arguments) {
        int i = 0;
        return new Assignment(arguments[i++], Path.of(arguments[i++]), Integer.parseInt(arguments[i++]),
                Duration.ofNanos(Long.parseLong(arguments[i++])),
                new Limits(Integer.parseInt(arguments[i++]), Integer.parseInt(arguments[i++]),
                        Integer.parseInt(arguments[i++]), Integer.parseInt(arguments[i++]),
                        Integer.parseInt(arguments[i++]), Long.parseLong(arguments[i++]),
                        Long.parseLong(arguments[i++]), Long.parseLong(arguments[i++])),
                arguments[i]);
    }

    /** The arguments of a command line. */
    List<String> arguments() {
        return List.of(architecture, directory.toString(), Integer.toString(slot),
                Long.toString(gracePeriod.toNanos()), Integer.toString(limits.maxConnections()),
                Integer.toString(limits.maxBulkBytes()), Integer.toString(limits.maxArguments()),
                Integer.toString(limits.maxInlineBytes()), Integer.toString(limits.outputHighWaterBytes()),
                Long.toString(limits.maxQueuedBytes()), Long.toString(limits.idleTimeoutNanos()),
                Long.toString(limits.lingerNanos()), provider);
    }

    /** The same for another worker. */
    Assignment withSlot(int other) {
        return new Assignment(architecture, directory, other, gracePeriod, limits, provider);
    }

    /** Whether the worker is given a socket that listens, and not a client. */
    boolean listens() {
        return architecture.equals("prefork");
    }

    /** Where the parent listens for the lifelines of its workers. */
    UnixDomainSocketAddress lifeline() {
        return UnixDomainSocketAddress.of(directory.resolve("lifeline"));
    }

    /** Deletes the directory and what is in it, unless somebody else has done that. */
    static void deleteFiles(Path directory) {
        for (String file : List.of("scoreboard", "queues", "lifeline", "")) {
            try {
                Files.deleteIfExists(directory.resolve(file));
            } catch (IOException failure) {
                Log.log(Level.WARNING, "Cannot delete " + directory.resolve(file) + ": " + failure.getMessage());
            }
        }
    }

    /** Where the parent listens for links to its queues. */
    UnixDomainSocketAddress queues() {
        return UnixDomainSocketAddress.of(directory.resolve("queues"));
    }

    /** What all processes of the server have counted. */
    Path scoreboard() {
        return directory.resolve("scoreboard");
    }
}
