package dev.refservers.forking;

import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What all processes of one server have counted, in a file that all of them map into their memory: any of them can tell
 * about the whole server without asking another. Each slot is written by one process only, and read by all.
 *
 * <pre>
 *   when the server started · slot 0: the parent, which refuses · slot 1: a worker · slot 2: a worker · …
 *   slot = accepted, closed, refused, requests: 8 bytes each
 * </pre>
 *
 * <p>
 * A slot goes on from what the worker before counted in it, so nothing that is counted ever goes back, not even when a
 * worker is killed. Every number is written whole, because it is aligned; two of them may be of different moments.
 */
final class Scoreboard {

    /** The slot of the process that owns the server. */
    static final int PARENT = 0;

    private static final int STARTED = 0;
    private static final int SLOTS = 64;

    private static final int SLOT_BYTES = 32;
    private static final int ACCEPTED = 0;
    private static final int CLOSED = 8;
    private static final int REFUSED = 16;
    private static final int REQUESTS = 24;

    private final Path file;
    private final MappedByteBuffer memory;
    private @Nullable FileChannel locked;

    private Scoreboard(Path file, MappedByteBuffer memory) {
        this.file = file;
        this.memory = memory;
    }

    /** Makes the file, for a server that starts now, with this many slots for workers. */
    static Scoreboard create(Path file, int workers, long nowMillis) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(SLOTS + (workers + 1) * SLOT_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            // A file that is only made longer has no room: that there is none would be noticed when memory is written.
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            Scoreboard made = new Scoreboard(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, zeros.capacity()));
            made.memory.putLong(STARTED, nowMillis);
            return made;
        } catch (IOException failure) {
            throw new IOException("there is no room for " + file + ": " + failure.getMessage()
                    + "; free some, or let java.io.tmpdir be another directory", failure);
        }
    }

    /** Opens the file that the parent has made. */
    static Scoreboard open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Scoreboard(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
        }
    }

    /** Slots for workers: the first is 1, the last is this. */
    int workers() {
        return (memory.capacity() - SLOTS) / SLOT_BYTES - 1;
    }

    /** When the server started, in milliseconds since 1970. */
    long startedMillis() {
        return memory.getLong(STARTED);
    }

    /** Connections that workers were given. */
    long accepted() {
        return sum(ACCEPTED);
    }

    /** Connections that workers have now. */
    long open() {
        // Those that were closed first: a connection must not seem to be closed before it was accepted.
        long closed = sum(CLOSED);
        return sum(ACCEPTED) - closed;
    }

    /** Connections that were refused. */
    long refused() {
        return sum(REFUSED);
    }

    /** Requests that were answered. */
    long requests() {
        return sum(REQUESTS);
    }

    /** Of the process that tells {@code own}, and of all of the server. */
    Status whole(Status own) {
        return new Status(own.architecture(), own.processId(), own.uptimeMillis(), open(), own.connectionsWaiting(),
                accepted(), refused(), requests(), own.threads(), own.heapBytes());
    }

    /** Connections that this slot's workers have come to: those that they had to refuse, too. */
    long met(int slot) {
        return memory.getLong(at(slot, ACCEPTED)) + memory.getLong(at(slot, REFUSED));
    }

    /** Connections that this slot's worker has now. */
    long open(int slot) {
        return memory.getLong(at(slot, ACCEPTED)) - memory.getLong(at(slot, CLOSED));
    }

    /** Keeps all other processes out of this lock, and waits for whoever has it. Called by one thread of a process. */
    FileLock lock() throws IOException {
        FileChannel channel = locked;
        if (channel == null) {
            // Never closed: a process loses its locks on a file when it closes any descriptor of that file.
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            locked = channel;
        }
        return channel.lock();
    }

    /** Counts a client that the parent has refused. Called by one thread. */
    void countRefused() {
        int at = at(PARENT, REFUSED);
        memory.putLong(at, memory.getLong(at) + 1);
    }

    /** A worker is dead, hence its connections are closed. Called by the parent, before the slot has another worker. */
    void bury(int slot) {
        memory.putLong(at(slot, CLOSED), memory.getLong(at(slot, ACCEPTED)));
    }

    /** What a new worker writes to its slot. */
    Tally tally(int slot, Statistics statistics) {
        return new Tally(slot, statistics);
    }

    /** Writes what its process has counted to its slot, whenever it is run. Used by one thread. */
    final class Tally implements Runnable {
        private final int slot;
        private final Statistics statistics;
        private final long accepted;
        private final long refused;
        private final long requests;

        private Tally(int slot, Statistics statistics) {
            this.slot = slot;
            this.statistics = statistics;
            accepted = memory.getLong(at(slot, ACCEPTED));
            refused = memory.getLong(at(slot, REFUSED));
            requests = memory.getLong(at(slot, REQUESTS));
        }

        @Override
        public void run() {
            long accepts = statistics.connectionsAccepted();
            memory.putLong(at(slot, ACCEPTED), accepted + accepts);
            memory.putLong(at(slot, CLOSED), accepted + accepts - statistics.connectionsOpen());
            memory.putLong(at(slot, REFUSED), refused + statistics.connectionsRefused());
            memory.putLong(at(slot, REQUESTS), requests + statistics.requestsServed());
        }
    }

    private long sum(int what) {
        long sum = 0;
        for (int at = SLOTS + what; at < memory.capacity(); at += SLOT_BYTES) {
            sum += memory.getLong(at);
        }
        return sum;
    }

    private static int at(int slot, int what) {
        return SLOTS + slot * SLOT_BYTES + what;
    }
}
