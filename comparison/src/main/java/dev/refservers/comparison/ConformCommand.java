package dev.refservers.comparison;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.conformance.report.JsonReport;
import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays the client scripts. */
@Command(name = "conform", sortOptions = false, description = {
    "Plays the client scripts against servers and prints the matrix: who does what it must.%n"})
final class ConformCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Servers: names as ./servers list prints them, or redis. All "
            + "architectures, and redis where it is installed, if none is given.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "A server of your own, which runs already; it "
            + "speaks --protocol, and queue scripts delete all its keys.")
    private @Nullable String target;

    @Option(names = "--lacks", paramLabel = "WORD", description = "What the --target lacks by design, of "
            + "concurrent-clients, many-connections; the scripts demand proof; may be repeated.")
    private List<String> lacks = new ArrayList<>();

    @Option(names = "--loops", paramLabel = "N", description = "Start architectures with so many event loops, if they "
            + "can have several.")
    private @Nullable Integer loops;

    @Option(names = "--protocol", paramLabel = "NAME", description = "Only scripts that speak this one; may be "
            + "repeated.")
    private List<String> protocols = new ArrayList<>();

    @Option(names = "--script", paramLabel = "ID", description = "Only scripts whose id begins so; * stands for "
            + "anything; may be repeated.")
    private List<String> scripts = new ArrayList<>();

    @Option(names = "--skip", paramLabel = "ID", description = "No scripts whose id begins so; may be repeated.")
    private List<String> skip = new ArrayList<>();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only scripts with this tag; may be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "1", description = "Play each script so often "
            + "(${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--patience", paramLabel = "X", defaultValue = "1", description = "Multiply every time limit with "
            + "this, for slow machines (${DEFAULT-VALUE}).")
    private double patience;

    @Option(names = "--strict", description = "What is merely tolerated fails too.")
    private boolean strict;

    @Option(names = "--json", description = "Print JSON instead of the matrix.")
    private boolean json;

    @Override
    public Integer call() throws UserError {
        List<Target> targets = targets();
        Selection selection = new Selection(scripts, skip, new LinkedHashSet<>(tags), new LinkedHashSet<>(protocols));
        Suite suite = Suite.bundled().select(selection);
        if (suite.scripts().isEmpty()) {
            throw new UserError("No script is selected by these options.");
        }
        Results results = suite.run(targets, options(),
                new ConformProgress(System.err, Terminal.errorIsInteractive()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonReport.write(results, strict).stripTrailing());
        } else {
            out.print(TextReport.explainAll(results, strict));
            out.print(TextReport.matrix(results));
        }
        out.flush();
        return results.passed(strict) ? 0 : Main.FAILED;
    }

    private RunOptions options() {
        try {
            return RunOptions.DEFAULT.withRepeat(repeat).withTimeoutScale(patience);
        } catch (IllegalArgumentException wrong) {
            throw wrongUsage(wrong);
        }
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        if (target != null) {
            targets.add(address(target));
        }
        if (names.isEmpty() && target == null) {
            Targets.architectures().stream().map(this::withLoops).forEach(targets::add);
            if (Targets.redis().unavailable().isEmpty()) {
                targets.add(Targets.redis());
            }
        }
        try {
            for (Candidate candidate : Catalogue.named(names)) {
                candidate.speaksOnly().ifPresent(part -> {
                    throw new IllegalArgumentException(candidate.name() + " speaks only " + part
                            + ": no scripts are played against it.");
                });
                // Architectures and Redis are started in whatever protocol a script is in.
                targets.add(withLoops(candidate.target("queue")));
            }
        } catch (IllegalArgumentException unknown) {
            throw wrongUsage(unknown);
        }
        return targets;
    }

    private Target withLoops(Target candidate) {
        return loops == null ? candidate : Targets.with(candidate, Map.of("loops", Integer.toString(loops)));
    }

    private Target address(String address) {
        int colon = address.lastIndexOf(':');
        try {
            if (colon > 0 && protocols.size() == 1) {
                return Targets.address(new InetSocketAddress(address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1))), protocols.getFirst(), lacks());
            }
        } catch (IllegalArgumentException wrong) {
            throw wrongUsage(
                    new IllegalArgumentException("--target is '" + address + "', but must be HOST:PORT.", wrong));
        }
        throw wrongUsage(new IllegalArgumentException(colon > 0
                ? "--target needs one --protocol: what does " + address + " speak?"
                : "--target is '" + address + "', but must be HOST:PORT."));
    }

    private Map<Capability, String> lacks() {
        Map<Capability, String> lacking = new EnumMap<>(Capability.class);
        for (String word : lacks) {
            Capability capability = Capability.of(word)
                    .orElseThrow(() -> new IllegalArgumentException("--lacks is '" + word + "', but must be one of "
                            + Capability.words() + "."));
            lacking.put(capability, "--lacks says so");
        }
        return lacking;
    }

    private ParameterException wrongUsage(IllegalArgumentException wrong) {
        return new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
}
