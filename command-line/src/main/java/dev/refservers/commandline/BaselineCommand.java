package dev.refservers.commandline;

import dev.refservers.comparison.baseline.Baselines;
import dev.refservers.comparison.baseline.Doubts;
import dev.refservers.comparison.processes.OwnFiles;
import dev.refservers.comparison.processes.Programs;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Keeps comparisons under names, for later ones to be held against. */
@Command(name = "baseline", description = {
    "Keeps the result of a comparison under a name; compare --baseline NAME then fails, with exit code 3,",
    "where a bound in config/bounds.txt is broken. Baselines are files in the folder baselines.%n"})
final class BaselineCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "save, or list?");
    }

    @Command(name = "save", description = "Keeps a comparison under a name, in place of what had it.")
    int save(
            @Parameters(paramLabel = "NAME", description = "What it is called.") String name,
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "What compare --json has written; the last "
                    + "comparison if none is given.") @Nullable Path file)
            throws UserError {
        Path from = Optional.ofNullable(file).or(() -> OwnFiles.here().comparison().filter(Files::exists))
                .orElseThrow(() -> new UserError("The baseline was not saved: nothing has been compared yet; run "
                        + "./servers compare first, or say which FILE."));
        try {
            Comparison comparison = ComparisonJson.read(Files.readString(from));
            Path kept = baselines().save(name, comparison);
            out().println(from + " is now the baseline " + name + ", " + kept + ".");
            out().flush();
            PrintWriter err = spec.commandLine().getErr();
            Doubts.of(comparison).forEach(doubt -> TextTable.wrap("Note: " + doubt, Terminal.WIDTH)
                    .forEach(err::println));
            err.flush();
            return 0;
        } catch (IOException | IllegalArgumentException failure) {
            throw new UserError("The baseline was not saved: " + UserError.reason(failure), failure);
        }
    }

    @Command(name = "list", description = "Prints the names of all baselines.")
    int list(@Option(names = "--json", description = "Print a JSON array of them.") boolean json) throws UserError {
        try {
            List<String> names = baselines().names();
            if (json) {
                out().println(new JsonMapper().writeValueAsString(names));
            } else {
                names.forEach(out()::println);
            }
            out().flush();
            return 0;
        } catch (IOException failure) {
            throw new UserError("The baselines cannot be listed: " + UserError.reason(failure), failure);
        }
    }

    /** Where they are kept. */
    static Baselines baselines() throws UserError {
        return new Baselines(OwnFiles.here().baselines().orElseThrow(() -> new UserError(
                "Baselines cannot be kept: neither the checkout nor the user's folder for state may be written.")));
    }

    /** What they are held to. */
    static Path bounds() throws UserError {
        return home().resolve("config/bounds.txt");
    }

    private static Path home() throws UserError {
        return Programs.home().orElseThrow(() -> new UserError("Baselines are kept in a checkout, and this is none."));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
