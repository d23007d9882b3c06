package dev.refservers.commandline;

import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Shows how a conformance run goes on: a line for each target, and the count of scripts so far, of each target that is
 * being tried: in a terminal always, elsewhere every ten seconds. That a server has died or answers nobody is said at once.
 */
final class ConformProgress implements RunListener {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final long BETWEEN_LINES_NANOS = 10_000_000_000L;
    private static final Set<Fault> USELESS = EnumSet.of(Fault.DIED, Fault.HUNG, Fault.MUTE);

    private final PrintStream out;
    private final boolean interactive;
    private final Map<String, Integer> scripts = new LinkedHashMap<>();
    private final Map<String, Integer> done = new LinkedHashMap<>();
    private final Map<String, Integer> failed = new LinkedHashMap<>();
    private final LongSupplier clock;
    private long lastLineNanos;

    ConformProgress(PrintStream out, boolean interactive) {
        this(out, interactive, System::nanoTime);
    }

    /** With a clock of its own. */
    ConformProgress(PrintStream out, boolean interactive, LongSupplier clock) {
        this.out = out;
        this.interactive = interactive;
        this.clock = clock;
        this.lastLineNanos = clock.getAsLong();
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
        if (result.verdict().failsRun(false)) {
            failed.merge(result.target(), 1, Integer::sum);
        }
        if (result.mismatch().map(Mismatch::fault).filter(USELESS::contains).isPresent()) {
            out.println((interactive ? CLEAR_LINE : "") + result.target() + ": in " + result.script().id()
                    + " the server " + (result.mismatch().orElseThrow().fault() == Fault.DIED
                            ? "died"
                            : "stopped to answer, or never did"));
        }
        if (interactive) {
            out.print(CLEAR_LINE + Terminal.cut(counts(), Terminal.errorColumns()));
            out.flush();
        } else if (clock.getAsLong() - lastLineNanos >= BETWEEN_LINES_NANOS) {
            lastLineNanos = clock.getAsLong();
            out.println(counts());
        }
    }

    private String counts() {
        return done.entrySet().stream().map(target -> target.getKey() + ": " + target.getValue() + " of "
                + scripts.getOrDefault(target.getKey(), 0)
                + (failed.containsKey(target.getKey()) ? " (" + failed.get(target.getKey()) + " failed)" : ""))
                .collect(Collectors.joining(", ")) + " scripts";
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
