package dev.refservers.commandline;

import dev.refservers.comparison.page.Page;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.processes.Programs;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where the page goes. */
final class PageOption {

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page with tables, charts and what the textbook "
            + "says; it needs no other file.")
    private @Nullable Path file;

    /** The file that the page goes into, by the option that names it. */
    Map<String, Path> files() {
        return file == null ? Map.of() : Map.of("--html", file);
    }

    /** Writes the page, if it was asked for. */
    void write(Comparison comparison) throws UserError {
        if (file != null) {
            try {
                new OutputFile(file).write(Page.of(comparison,
                        Catalogue.architectures().stream().map(Candidate::name).toList(), Programs.home()));
            } catch (IOException failure) {
                throw new UserError("The page could not be written to " + file + ": " + UserError.reason(failure),
                        failure);
            }
        }
    }
}
