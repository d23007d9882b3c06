package dev.refservers.comparison;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.io.PrintStream;
import java.util.List;

/** Shows how a conformance run goes on: a line for each target, and in a terminal the count of scripts so far. */
final class ConformProgress implements RunListener {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean interactive;
    private int scripts;
    private int done;

    ConformProgress(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    @Override
    public synchronized void started(Target target, List<Script> those) {
        scripts = those.size();
        done = 0;
        if (!interactive) {
            out.println(target.name() + ": " + scripts + " scripts");
        }
    }

    @Override
    public synchronized void finished(Result result) {
        done++;
        if (interactive) {
            out.print(CLEAR_LINE + result.target() + ": " + done + " of " + scripts + " scripts");
            out.flush();
        }
    }

    @Override
    public synchronized void finished(TargetResults results) {
        if (interactive) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
