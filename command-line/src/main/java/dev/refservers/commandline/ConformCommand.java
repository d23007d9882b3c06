package dev.refservers.commandline;

import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import dev.refservers.conformance.report.JsonReport;
import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays the client scripts. */
@Command(name = "conform", sortOptions = false, description = {
    "Plays the client scripts against servers and prints the matrix: who does what it must.%n"}, footer = {
        "%nExit codes: 0 every server conforms, 1 one does not, or could not be reached, 2 wrong usage.",
        "%nA server of your own, in your continuous integration:",
        "  ./servers conform --target 127.0.0.1:7000 --report-html report.html --report-junit report.xml"})
final class ConformCommand implements Callable<Integer> {

    private static final int MOST_TIMEOUT_SCALE = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConformTargets targets = new ConformTargets();

    @Mixin
    private ConformSelection selection = new ConformSelection();

    @Option(names = "--list", description = "Only list the scripts that these options select: id, level, title, tags.")
    private boolean list;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "1", description = "Play each script so often; the "
            + "first play that does not pass is its result (${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = {"--timeout-scale", "--patience"}, paramLabel = "X", defaultValue = "1", description = "Multiply "
            + "every time limit with this, for slow machines (${DEFAULT-VALUE}).")
    private double timeoutScale;

    @Option(names = "--parallel", paramLabel = "N", description = "Talk to so many servers of one kind at once; "
            + "scripts that share a server take turns (three for each processor, 12 at the most).")
    private @Nullable Integer parallel;

    @Option(names = "--keep-going", description = "Play all scripts, also against a server that has died or answers "
            + "nobody. Otherwise the first script behind which that is so ends the run, and the rest is not run.")
    private boolean keepGoing;

    @Option(names = "--strict", description = "What is merely tolerated (non-strict) fails too.")
    private boolean strict;

    @Mixin
    private ConformReports reports = new ConformReports();

    @Override
    public Integer call() throws UserError {
        List<Target> chosen;
        Suite suite;
        RunOptions options;
        try {
            Suite bundled = Suite.bundled();
            suite = bundled.select(selection.of(bundled.scripts()));
            options = options();
            reports.check();
            chosen = targets.chosen(selection.protocols());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
        if (list) {
            list(suite.scripts());
            return 0;
        }
        mustPlaySomething(suite, chosen);
        ConformProgress progress = new ConformProgress(System.err, Terminal.errorIsInteractive());
        Results results;
        try (ConformKeeper keeper = new ConformKeeper(progress, this::show, spec.commandLine().getErr())) {
            targets.awaitListening(spec.commandLine().getErr());
            results = suite.run(chosen, options, keeper);
        }
        show(results);
        return results.passed(strict) ? 0 : Main.FAILED;
    }

    /** Of servers that could not be tried at all there is nothing to put into a matrix. */
    private void show(Results results) throws UserError {
        PrintWriter out = spec.commandLine().getOut();
        if (reports.leaveStandardOutput()) {
            out.print(TextReport.explainAll(results, strict));
            out.print(results.wasAnythingTried() ? TextReport.matrix(results) : TextReport.counts(results));
        }
        reports.write(results, strict, out);
        out.flush();
    }

    private RunOptions options() {
        if (repeat < 1) {
            throw new IllegalArgumentException("--repeat is " + repeat + ", but must be at least 1.");
        }
        if (!(timeoutScale > 0)) {
            throw new IllegalArgumentException("--timeout-scale is " + timeoutScale + ", but must be greater than 0.");
        }
        if (timeoutScale > MOST_TIMEOUT_SCALE) {
            throw new IllegalArgumentException(
                    "--timeout-scale is " + timeoutScale + ", but must be at most " + MOST_TIMEOUT_SCALE + ".");
        }
        RunOptions options = RunOptions.DEFAULT.withRepeat(repeat).withTimeoutScale(timeoutScale)
                .withKeepGoing(keepGoing);
        if (parallel != null && parallel < 1) {
            throw new IllegalArgumentException("--parallel is " + parallel + ", but must be at least 1.");
        }
        return parallel != null ? options.withParallel(parallel) : options;
    }

    private void mustPlaySomething(Suite suite, List<Target> chosen) {
        if (chosen.stream().allMatch(target -> suite.scriptsFor(target).isEmpty())) {
            throw new ParameterException(spec.commandLine(), "No script is left: each of --only, --skip, --tag and "
                    + "--protocol leaves some, but all of them together leave none that these servers speak.");
        }
    }

    private void list(List<Script> scripts) {
        PrintWriter out = spec.commandLine().getOut();
        if (reports.json()) {
            out.print(JsonReport.list(scripts));
        } else {
            int width = scripts.stream().mapToInt(script -> script.id().length()).max().orElse(0);
            for (Script script : scripts) {
                String tags = script.tags().isEmpty()
                        ? ""
                        : " [" + String.join(", ", script.tags().stream().sorted().toList()) + "]";
                out.print(new TextTable().sentence(("%-" + width + "s  %-6s").formatted(script.id(),
                        script.level().word()), script.title() + tags).render(Math.max(Terminal.WIDTH, width + 60)));
            }
            out.println(scripts.size() + " scripts");
        }
        out.flush();
    }
}
