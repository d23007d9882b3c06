package dev.refservers.conformance.targets;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that must not outlive this one, however it ends: normally, by Ctrl-C, by SIGTERM; only SIGKILL leaves it no time.
 * Safe for use by many threads.
 */
public final class StartedProcesses {

    /** Settings of servers may be in the environment; whoever starts them here says all of theirs on the command line. */
    private static final String SETTING = "REFSERVERS_";

    private static final long ASKED_NANOS = 4_000_000_000L;
    private static final long ORPHANED_NANOS = 2_000_000_000L;
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000L;

    /** Guards itself and what follows. */
    private static final Set<Process> ALIVE = new HashSet<>();

    private static boolean watched;
    private static boolean ending;

    private StartedProcesses() {}

    /**
     * Starts one, to be killed when this process ends. It inherits the environment, but for settings of a server: those were
     * meant for another.
     *
     * @throws IOException when it cannot be started, or when this process is already about to end
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        // One that is started while the others are killed would be forgotten.
        synchronized (ALIVE) {
            watch();
            if (ending) {
                throw new IOException("this program is about to end");
            }
            builder.environment().keySet().removeIf(name -> name.startsWith(SETTING));
            Process process = builder.start();
            ALIVE.add(process);
            var _ = process.onExit().thenAccept(StartedProcesses::forget);
            return process;
        }
    }

    /**
     * Ends all that are alive, with their descendants, and starts no other from now on: this process is about to end. They
     * are asked first, by SIGTERM, so that they delete their files; who takes too long is killed, and who has lost its
     * parent by that has a moment to notice.
     */
    public static void killAll() {
        synchronized (ALIVE) {
            ending = true;
            List<Process> asked = List.copyOf(ALIVE);
            List<ProcessHandle> descendants = asked.stream().flatMap(Process::descendants).toList();
            asked.forEach(Process::destroy);
            awaitEnd(asked.stream().map(Process::toHandle).toList(), ASKED_NANOS);
            asked.forEach(Process::destroyForcibly);
            awaitEnd(descendants, ORPHANED_NANOS);
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes, long nanos) {
        long until = System.nanoTime() + nanos;
        while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    /** Kills a process and its descendants, by SIGKILL. Does not wait. */
    public static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void forget(Process process) {
        synchronized (ALIVE) {
            ALIVE.remove(process);
        }
    }

    private static void watch() throws IOException {
        if (!watched) {
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(StartedProcesses::killAll, "kill-started-processes"));
            } catch (IllegalStateException shutdown) {
                throw new IOException("this program is about to end", shutdown);
            }
            watched = true;
        }
    }
}
