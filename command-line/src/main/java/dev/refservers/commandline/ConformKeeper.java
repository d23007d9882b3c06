package dev.refservers.commandline;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.StartedProcesses;
import dev.refservers.conformance.targets.Target;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers what scripts have said so far: when the JVM is ended from outside that is shown, and the reports are written
 * that were asked for. Told by the runner's threads, one call at a time.
 */
final class ConformKeeper implements RunListener, AutoCloseable {

    /** Shows results, and writes them. */
    interface Showing {
        void show(Results results) throws UserError;
    }

    private final RunListener progress;
    private final Showing showing;
    private final PrintWriter err;
    private final Interruption interruption;
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private final List<TargetResults> complete = new ArrayList<>();
    private final Map<Script, Result> results = new LinkedHashMap<>();
    private List<Script> scripts = List.of();
    private String name = "";
    private String description = "";

    ConformKeeper(RunListener progress, Showing showing, PrintWriter err) {
        this.progress = progress;
        this.showing = showing;
        this.err = err;
        interruption = new Interruption(err, this::interrupted);
    }

    @Override
    public void started(Target target, List<Script> those) {
        synchronized (this) {
            name = target.name();
            description = target.description();
            scripts = those;
            results.clear();
        }
        progress.started(target, those);
    }

    @Override
    public void finished(Result result) {
        if (keep(result)) {
            progress.finished(result);
        } else {
            interruption.awaitEnd();
        }
    }

    @Override
    public void finished(TargetResults all) {
        synchronized (this) {
            if (!interruption.hasBegun()) {
                complete.add(all);
                scripts = List.of();
            }
        }
        progress.finished(all);
    }

    /** Returns false, and keeps nothing, when the JVM ends: a terminal interrupts servers too, and that is no result. */
    private synchronized boolean keep(Result result) {
        if (interruption.hasBegun()) {
            return false;
        }
        results.put(result.script(), result);
        return true;
    }

    /** From now on nothing is shown when the JVM ends. */
    @Override
    public void close() {
        interruption.close();
    }

    /** What there is, the scripts that were not played among it. */
    private synchronized Results soFar() {
        List<TargetResults> all = new ArrayList<>(complete);
        if (!scripts.isEmpty()) {
            List<Result> told = scripts.stream().map(script -> results.getOrDefault(script,
                    Result.untried(name, script, Verdict.NOT_RUN, "the run was interrupted before it was played")))
                    .toList();
            all.add(new TargetResults(name, description, told,
                    List.of("The run was interrupted when " + results.size() + " of " + scripts.size()
                            + " scripts were done."),
                    Duration.ofNanos(System.nanoTime() - startNanos)));
        }
        return new Results(started, all);
    }

    private void interrupted() {
        Results soFar = soFar();
        StartedProcesses.killAll();
        if (!soFar.targets().isEmpty()) {
            progress.finished(soFar.targets().getLast());
            try {
                showing.show(soFar);
            } catch (UserError notWritten) {
                err.println(notWritten.getMessage());
            }
        }
        err.println("Interrupted.");
    }
}
