package dev.refservers.commandline;

import dev.refservers.comparison.report.MarkdownReport;
import dev.refservers.comparison.report.TextReport;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say in which form a result is printed, and into which file it goes. */
final class ResultOption {

    private static final String STANDARD_OUTPUT = "-";

    @Option(names = "--json", paramLabel = "FILE", description = "Also write everything that was measured, raw "
            + "histograms too, to this file; - prints it instead of the tables.")
    private @Nullable String json;

    @Option(names = "--markdown", description = "Print the tables in Markdown, for a pull request.")
    private boolean markdown;

    /** What is wrong with them, as a sentence: better known now than after half an hour. */
    Optional<String> problem() {
        return STANDARD_OUTPUT.equals(json) && markdown
                ? Optional.of("--json - and --markdown both say what is printed; --json FILE goes with --markdown.")
                : Optional.empty();
    }

    /** The file that everything goes into, by the option that names it. */
    Map<String, Path> files() {
        return json == null || json.equals(STANDARD_OUTPUT) ? Map.of() : Map.of("--json", Path.of(json));
    }

    /** The file, or this one if none was asked for; null where it is standard output. */
    @Nullable
    Path file(@Nullable Path otherwise) {
        return json == null ? otherwise : json.equals(STANDARD_OUTPUT) ? null : Path.of(json);
    }

    /** What is printed. */
    String text(Comparison comparison) {
        return STANDARD_OUTPUT.equals(json)
                ? ComparisonJson.write(comparison)
                : markdown ? MarkdownReport.of(comparison) : TextReport.of(comparison);
    }
}
