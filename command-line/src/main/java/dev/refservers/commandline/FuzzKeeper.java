package dev.refservers.commandline;

import dev.refservers.conformance.targets.StartedProcesses;
import dev.refservers.conformance.targets.Target;
import dev.refservers.fuzzing.FuzzListener;
import dev.refservers.fuzzing.FuzzResult;
import dev.refservers.fuzzing.Fuzzer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what fuzzing has found so far: when the JVM is ended from outside that is shown, and servers that are
 * somebody's are left as they were found. Told by the fuzzer's thread.
 */
final class FuzzKeeper implements FuzzListener, AutoCloseable {

    /** An episode is over in less, and what is being shortened is left as long as it is. */
    private static final long LEAVING_SECONDS = 8;

    /** Shows results, and writes them. */
    interface Showing {
        void show(List<FuzzResult> results) throws IOException;
    }

    private final FuzzListener progress;
    private final Showing showing;
    private final PrintWriter err;
    private final Interruption interruption;
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile @Nullable Fuzzer fuzzer;
    private volatile List<FuzzResult> latest = List.of();

    FuzzKeeper(FuzzListener progress, Showing showing, PrintWriter err) {
        this.progress = progress;
        this.showing = showing;
        this.err = err;
        interruption = new Interruption(err, this::interrupted);
    }

    /** Runs it; does not return when the JVM ends: a terminal interrupts servers too, and what then fails is no result. */
    List<FuzzResult> run(Fuzzer running, Target reference, Map<Target, Long> targets) throws IOException {
        fuzzer = running;
        try {
            return running.run(reference, targets);
        } finally {
            left.countDown();
            if (interruption.hasBegun()) {
                interruption.awaitEnd();
            }
        }
    }

    @Override
    public void played(String target, long commands, int divergences) {
        if (!interruption.hasBegun()) {
            progress.played(target, commands, divergences);
        }
    }

    @Override
    public void soFar(List<FuzzResult> results) {
        if (!interruption.hasBegun()) {
            latest = results;
        }
    }

    /** From now on nothing is shown when the JVM ends. */
    @Override
    public void close() {
        interruption.close();
    }

    private void interrupted() {
        List<FuzzResult> found = latest;
        Fuzzer running = fuzzer;
        if (running != null) {
            running.stop();
            awaitLeaving();
        }
        StartedProcesses.killAll();
        try {
            showing.show(found);
        } catch (IOException notWritten) {
            err.println("What was found could not be written: " + UserError.reason(notWritten));
        }
        err.println("Interrupted.");
    }

    private void awaitLeaving() {
        try {
            if (!left.await(LEAVING_SECONDS, TimeUnit.SECONDS)) {
                err.println("A server does not answer, and may hold keys that were made on it.");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
