package dev.refservers.forking;

import static dev.refservers.linux.Descriptors.F_DUPFD_CLOEXEC;
import static dev.refservers.linux.Descriptors.F_GETFD;
import static dev.refservers.linux.Descriptors.O_RDWR;

import dev.refservers.linux.Children;
import dev.refservers.linux.Descriptors;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The worker processes of one server: starts, counts and reaps them. Safe for use by many threads. */
final class Workers {

    /** A process that serves, or is about to. */
    private record Live(Process process, int slot, long metBefore, long startedNanos) {}

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

    /** Our copies of the sockets of clients whose workers have not come to them yet. Guarded by this. */
    private final Map<Live, Integer> lent = new HashMap<>();

    /** What is left of them when their workers have failed before that. Guarded by this. */
    private final List<Integer> abandoned = new ArrayList<>();
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
    void start(int fd) throws IOException {
        start(fd, false);
    }

    /** The same for the socket of a client, which belongs to this from now on, unless it throws. */
    void serve(int client) throws IOException {
        start(client, true);
    }

    private synchronized void start(int fd, boolean lend) throws IOException {
        int slot = taken.nextClearBit(Scoreboard.PARENT);
        if (slot > scoreboard.workers()) {
            throw new IOException(live.size() + " processes have not exited yet; wait until some have");
        }
        long metBefore = scoreboard.met(slot);
        Process process;
        try {
            process = spawn(fd, command.forSlot(slot));
        } catch (OutOfMemoryError noThread) {
            endOrphans();
            throw new IOException("no thread can be had that waits for its end: " + noThread.getMessage(), noThread);
        }
        taken.set(slot);
        Live worker = new Live(process, slot, metBefore, System.nanoTime());
        live.add(worker);
        if (lend) {
            lent.put(worker, fd);
        }
        var _ = process.onExit().thenAccept(ended -> reaped(worker));
    }

    /**
     * Ends and reaps the process that was started though nobody can wait for it: it has a client who will be refused. It
     * is the child that has our command and is none of those that live.
     */
    private void endOrphans() {
        Set<Long> known = new HashSet<>();
        for (Live worker : live) {
            known.add(worker.process.pid());
        }
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            children.filter(child -> !known.contains(child.pid()) && isOurs(child.pid())).forEach(child -> {
                child.destroyForcibly();
                Children.waitpid(child.pid());
            });
        }
    }

    private boolean isOurs(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(command.mark());
        } catch (IOException gone) {
            return false;
        }
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
        return scoreboard.met(worker.slot) == worker.metBefore;
    }

    /** Whether {@link #abandoned} has something to look for. */
    synchronized boolean lends() {
        return !lent.isEmpty() || !abandoned.isEmpty();
    }

    /**
     * Closes our copies for workers that have come to their clients. Returns those whose workers have failed before, and
     * have neither read from the client nor told it anything: they belong to the caller.
     */
    synchronized List<Integer> abandoned() {
        lent.entrySet().removeIf(each -> {
            boolean come = !isStarting(each.getKey());
            if (come) {
                Descriptors.close(each.getValue());
            }
            return come;
        });
        List<Integer> clients = List.copyOf(abandoned);
        abandoned.clear();
        return clients;
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
            abandoned().forEach(Descriptors::close);
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
        int status = worker.process.exitValue();
        Integer client = lent.remove(worker);
        boolean refused = false;
        if (client != null) {
            // One that has ended well has found that its client was gone.
            refused = isStarting(worker) && status != 0 && !closing;
            if (refused) {
                abandoned.add(client);
            } else {
                Descriptors.close(client);
            }
        }
        scoreboard.bury(worker.slot);
        live.remove(worker);
        taken.clear(worker.slot);
        notifyAll();
        if (status != 0 && !closing) {
            Log.log(Level.WARNING, "Worker " + worker.process.pid() + (status > SIGNALLED
                    ? " was ended by signal " + (status - SIGNALLED)
                    : " failed with status " + status)
                    + (refused ? "; its client is refused" : "; its connections are lost"));
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

    /**
     * Sees to it that descriptor 0 can be lent. Were it closed, the next socket that is accepted would become it. If it
     * was closed when this JVM started, the JVM has opened a file of its own there, which it goes on to use.
     */
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
            Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
            if (isMapped(file) || isOnClassPath(file)) {
                throw new IOException("descriptor 0 was closed when this JVM was started, which has opened " + file
                        + " as that; start it with </dev/null");
            }
        }
    }

    private static boolean isMapped(Path file) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            String end = " "
                    + new String(file.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return Files.isRegularFile(file) && maps.anyMatch(line -> line.endsWith(end));
        }
    }

    private static boolean isOnClassPath(Path file) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .anyMatch(entry -> Path.of(entry).toAbsolutePath().normalize().equals(file));
    }
}
