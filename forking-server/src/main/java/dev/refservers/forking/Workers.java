package dev.refservers.forking;

import static dev.refservers.linux.Descriptors.F_DUPFD_CLOEXEC;
import static dev.refservers.linux.Descriptors.F_GETFD;
import static dev.refservers.linux.Descriptors.O_RDWR;

import dev.refservers.linux.Descriptors;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The worker processes of one server: starts, counts and reaps them. Safe for use by many threads. */
final class Workers {

    /** A process that serves, or is about to. */
    private record Live(Process process, int slot, long acceptedBefore, long startedNanos) {}

    /**
     * Held while descriptor 0 is a worker's. Descriptor 0 belongs to the process and not to one server in it, hence one
     * lock for all of them.
     */
    private static final Object DESCRIPTOR_0 = new Object();

    /** What a process that was ended by a signal exits with, less the signal's number. */
    private static final int SIGNALLED = 128;

    private final WorkerCommand command;
    private final Scoreboard scoreboard;

    /** Guarded by this. */
    private final Set<Live> live = new HashSet<>();

    /** Slots of the scoreboard in which a live process counts. Guarded by this. */
    private final BitSet taken = new BitSet();
    private boolean closing;

    /** Starts workers by this command. */
    Workers(WorkerCommand command, Scoreboard scoreboard) throws IOException {
        this.command = command;
        this.scoreboard = scoreboard;
        taken.set(Scoreboard.PARENT);
        occupyDescriptor0();
    }

    /**
     * Starts a process that has {@code fd} as its descriptor 0. The caller's own descriptor stays as it is.
     *
     * @throws IOException when the system has no room for another process
     */
    synchronized void start(int fd) throws IOException {
        int slot = taken.nextClearBit(Scoreboard.PARENT);
        if (slot > scoreboard.workers()) {
            throw new IOException(live.size() + " processes have not exited yet; wait until some have");
        }
        long acceptedBefore = scoreboard.accepted(slot);
        Process process = spawn(fd, command.forSlot(slot));
        taken.set(slot);
        Live worker = new Live(process, slot, acceptedBefore, System.nanoTime());
        live.add(worker);
        var _ = process.onExit().thenAccept(ended -> reaped(worker));
    }

    /** Workers that have a connection, or are about to have their first one: not those that only have to exit. */
    synchronized int busy() {
        int busy = 0;
        for (Live worker : live) {
            if (scoreboard.open(worker.slot) > 0 || isStarting(worker)) {
                busy++;
            }
        }
        return busy;
    }

    /** Workers that have been started so recently, and have not come to their client yet. */
    synchronized int starting(long nanos) {
        long now = System.nanoTime();
        int starting = 0;
        for (Live worker : live) {
            if (isStarting(worker) && now - worker.startedNanos < nanos) {
                starting++;
            }
        }
        return starting;
    }

    private boolean isStarting(Live worker) {
        return scoreboard.accepted(worker.slot) == worker.acceptedBefore;
    }

    /** Waits until fewer workers than this live. */
    synchronized void awaitFewerThan(int number) throws InterruptedException {
        while (live.size() >= number) {
            wait();
        }
    }

    /** Workers that live. */
    synchronized int size() {
        return live.size();
    }

    /** Waits until all workers have exited, for so long at most; then kills those that are left, and reaps them. */
    void awaitExit(long nanos) {
        long end = System.nanoTime() + nanos;
        List<Live> left;
        synchronized (this) {
            closing = true;
            left = new ArrayList<>(live);
        }
        boolean interrupted = false;
        for (Live worker : left) {
            try {
                if (!worker.process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    worker.process.destroyForcibly();
                }
            } catch (InterruptedException hurry) {
                interrupted = true;
                worker.process.destroyForcibly();
            }
        }
        for (Live worker : left) {
            worker.process.onExit().join();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void reaped(Live worker) {
        scoreboard.bury(worker.slot);
        live.remove(worker);
        taken.clear(worker.slot);
        notifyAll();
        int status = worker.process.exitValue();
        if (status != 0 && !closing) {
            Log.log(Level.WARNING, "Worker " + worker.process.pid() + (status > SIGNALLED
                    ? " was ended by signal " + (status - SIGNALLED)
                    : " failed with status " + status) + "; its connections are lost");
        }
    }

    private static Process spawn(int fd, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Redirect.INHERIT)
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
        // They would change the flags below, and announce it on standard error.
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        synchronized (DESCRIPTOR_0) {
            int own = Descriptors.fcntl(0, F_DUPFD_CLOEXEC, 3);
            try {
                Descriptors.dup2(fd, 0);
                // When this returns, the child has its copy.
                return builder.start();
            } finally {
                Descriptors.dup2(own, 0);
                Descriptors.close(own);
            }
        }
    }

    /** Were descriptor 0 closed, the next socket that is accepted would become it. */
    private static void occupyDescriptor0() throws IOException {
        synchronized (DESCRIPTOR_0) {
            try {
                Descriptors.fcntl(0, F_GETFD, 0);
            } catch (IOException closed) {
                int fd = Descriptors.open("/dev/null", O_RDWR);
                if (fd != 0) {
                    Descriptors.dup2(fd, 0);
                    Descriptors.close(fd);
                }
            }
        }
    }
}
