package dev.refservers.commandline;

import dev.refservers.comparison.report.MarkdownReport;
import dev.refservers.comparison.report.TextReport;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a comparison again that was saved. */
@Command(name = "report", sortOptions = false, description = {
    "Shows again what ./servers compare --json FILE has saved; nothing is run.",
    "Exit codes as those of compare: 1 when a server did not conform or a cell is void.%n"})
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE.json", description = "What was saved.")
    private Path file = Path.of("");

    @Mixin
    private PageOption page = new PageOption();

    @ArgGroup
    private Form form = new Form();

    /** In which form it is printed; as tables if none is asked for. */
    static final class Form {

        @Option(names = "--json", description = "Print JSON in place of tables: what was saved, with today's summaries.")
        private boolean json;

        @Option(names = "--markdown", description = "Print tables in Markdown, for a pull request.")
        private boolean markdown;
    }

    @Override
    public Integer call() throws UserError {
        OutputFile.problem(page.files()).ifPresent(problem -> {
            throw new ParameterException(spec.commandLine(), problem);
        });
        Comparison comparison = read();
        PrintWriter out = spec.commandLine().getOut();
        out.print(form.json
                ? ComparisonJson.write(comparison)
                : form.markdown ? MarkdownReport.of(comparison) : TextReport.of(comparison));
        out.flush();
        page.write(comparison);
        return comparison.good() ? 0 : Main.FAILED;
    }

    private Comparison read() throws UserError {
        try {
            return ComparisonJson.read(Files.readString(file));
        } catch (IllegalArgumentException notOurs) {
            throw new UserError(file + " cannot be shown: " + notOurs.getMessage(), notOurs);
        } catch (IOException failure) {
            throw new UserError(file + " cannot be read: " + UserError.reason(failure) + ".", failure);
        }
    }
}
