package dev.refservers.commandline;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.result.OutputFile;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import dev.refservers.fuzzing.FuzzListener;
import dev.refservers.fuzzing.FuzzOptions;
import dev.refservers.fuzzing.FuzzReport;
import dev.refservers.fuzzing.FuzzResult;
import dev.refservers.fuzzing.Fuzzer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** Compares servers with real Redis, reply by reply. */
@Command(name = "fuzz", sortOptions = false, description = {
    "Says the same to servers and to Redis, right and wrong, and compares every reply. What differs is shortened to a "
            + "script. The same seed says the same again.%n"})
final class FuzzCommand implements Callable<Integer> {

    private static final String CLEAR_LINE = "\r\u001b[K";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Servers: names as ./servers list prints them, or redis. epoll if "
            + "none is given.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "A server of your own, which runs already and "
            + "holds no key, in no database; the keys that are made are deleted again.")
    private @Nullable String target;

    @Option(names = "--against", paramLabel = "HOST:PORT", description = "A redis-server that runs already and is "
            + "empty, with one database; without it one is started.")
    private @Nullable String against;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "From which everything follows "
            + "(${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--commands", paramLabel = "N", defaultValue = "10000", description = "How many for each server, at "
            + "least (${DEFAULT-VALUE}).")
    private long commands;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "4", description = "At the same time, from 1 to "
            + "26 (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--out", paramLabel = "DIR", description = "Write a script for each divergence into this folder.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws UserError {
        FuzzOptions options = options();
        if (out != null) {
            OutputFile.folderProblem("--out", out).ifPresent(problem -> {
                throw new ParameterException(spec.commandLine(), problem);
            });
        }
        Map<Target, Long> targets = targets();
        Target reference = against == null ? Targets.redis() : address("--against", against);
        reference.unavailable().ifPresent(reason -> {
            throw new ParameterException(spec.commandLine(), reason + " Or say --against HOST:PORT.");
        });
        try {
            List<FuzzResult> results;
            try (FuzzKeeper keeper = new FuzzKeeper(progress(), this::show, spec.commandLine().getErr())) {
                results = keeper.run(new Fuzzer(options, keeper), reference, targets);
            }
            show(results);
            return results.stream().allMatch(FuzzResult::passed) ? 0 : Main.FAILED;
        } catch (IOException failed) {
            throw new UserError(String.valueOf(failed.getMessage()), failed);
        }
    }

    private void show(List<FuzzResult> results) throws IOException {
        for (FuzzResult result : results) {
            write(result);
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.print(json ? FuzzReport.json(seed, results) : FuzzReport.text(results));
        printer.flush();
    }

    private FuzzOptions options() {
        if (commands < 1) {
            throw new ParameterException(spec.commandLine(), "--commands is " + commands + ", but must be at least 1.");
        }
        try {
            return FuzzOptions.DEFAULT.withSeed(seed).withConnections(connections);
        } catch (IllegalArgumentException wrong) {
            throw wrongUsage("--" + wrong.getMessage() + ".", wrong);
        }
    }

    private Map<Target, Long> targets() {
        Map<Target, Long> targets = new LinkedHashMap<>();
        if (target != null) {
            targets.put(address("--target", target), commands);
        }
        List<String> chosen = names.isEmpty() && target == null ? List.of("epoll") : names;
        try {
            for (Candidate candidate : Catalogue.named(chosen)) {
                candidate.speaksOnly().ifPresent(part -> {
                    throw new IllegalArgumentException(candidate.name() + " speaks only " + part
                            + ": it cannot be compared with Redis.");
                });
                candidate.unavailable().ifPresent(reason -> {
                    throw new IllegalArgumentException(candidate.name() + " cannot run here: " + reason);
                });
                targets.put(candidate.target("queue"), commands);
            }
        } catch (IllegalArgumentException unknown) {
            throw wrongUsage(String.valueOf(unknown.getMessage()), unknown);
        }
        return targets;
    }

    private Target address(String option, String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                return Targets.address(new InetSocketAddress(text.substring(0, colon),
                        Integer.parseInt(text.substring(colon + 1))), "queue", Map.of());
            }
        } catch (IllegalArgumentException wrong) {
            throw wrongUsage(option + " is '" + text + "', but must be HOST:PORT.", wrong);
        }
        throw new ParameterException(spec.commandLine(), option + " is '" + text + "', but must be HOST:PORT.");
    }

    private static FuzzListener progress() {
        return Terminal.errorIsInteractive()
                ? (server, said, kinds) -> System.err.print(CLEAR_LINE + Terminal.cut(String.format(
                        "%s: %,d commands, %d divergences", server, said, kinds), Terminal.errorColumns()))
                : FuzzListener.NONE;
    }

    private void write(FuzzResult result) throws IOException {
        if (Terminal.errorIsInteractive()) {
            System.err.print(CLEAR_LINE);
        }
        if (out != null) {
            for (FuzzResult.Finding finding : result.findings()) {
                Path file = out.resolve(finding.script() + ".talk");
                Path folder = file.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.write(file, finding.lines());
            }
        }
    }

    private ParameterException wrongUsage(String sentence, IllegalArgumentException wrong) {
        return new ParameterException(spec.commandLine(), sentence, wrong);
    }
}
