package dev.refservers.commandline;

import dev.refservers.conformance.targets.StartedProcesses;
import java.io.PrintWriter;

/**
 * What becomes of a command when the JVM is ended from outside, as by Ctrl-C: what it has found so far is shown by a thread that
 * the JVM starts as it ends, and the thread that worked says no more. Any thread may use it.
 */
final class Interruption implements AutoCloseable {

    /** What a shell gives a program that SIGINT has ended: 128 + 2. */
    private static final int INTERRUPTED = 130;

    private final Runnable show;
    private final PrintWriter err;
    private final Thread hook = new Thread(this::end, "show-what-was-found");
    private volatile boolean begun;

    /**
     * From now on {@code show} runs when the JVM is ended, and then the JVM ends with 130.
     *
     * @param show stops the work, ends what it has started with {@link StartedProcesses#killAll}, and shows what there is
     * @param err is flushed at the end
     */
    Interruption(PrintWriter err, Runnable show) {
        this.err = err;
        this.show = show;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the JVM ends: a terminal interrupts servers too, and what then fails is no result. */
    boolean hasBegun() {
        return begun;
    }

    /** Waits until the JVM has ended: whoever works has nothing to say any more. */
    void awaitEnd() {
        try {
            hook.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on nothing is shown when the JVM ends. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shutdown) {
            awaitEnd();
        }
    }

    private void end() {
        begun = true;
        try {
            show.run();
        } finally {
            err.flush();
            // What waits for a process that was killed would now complain.
            Runtime.getRuntime().halt(INTERRUPTED);
        }
    }
}
