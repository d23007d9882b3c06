package dev.refservers.comparison;

import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows how a conformance run goes on: a line for each target, and in a terminal the count of scripts so far, of each
 * target that is being tried.
 */
final class ConformProgress implements RunListener {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean interactive;
    private final Map<String, Integer> scripts = new LinkedHashMap<>();
    private final Map<String, Integer> done = new LinkedHashMap<>();

    ConformProgress(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    @Override
    public synchronized void started(Target target, List<Script> those) {
        scripts.put(target.name(), those.size());
        done.put(target.name(), 0);
        if (!interactive) {
            out.println(target.name() + ": " + those.size() + " scripts");
        }
    }

    @Override
    public synchronized void finished(Result result) {
        done.merge(result.target(), 1, Integer::sum);
        if (interactive) {
            String line = done.entrySet().stream().map(target -> target.getKey() + ": " + target.getValue()
                    + " of " + scripts.getOrDefault(target.getKey(), 0)).collect(Collectors.joining(", ")) + " scripts";
            out.print(CLEAR_LINE + Terminal.cut(line, Terminal.errorColumns()));
            out.flush();
        }
    }

    @Override
    public synchronized void finished(TargetResults results) {
        done.remove(results.target());
        if (interactive) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
