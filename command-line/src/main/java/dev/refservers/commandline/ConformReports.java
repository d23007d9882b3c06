package dev.refservers.commandline;

import dev.refservers.comparison.result.OutputFile;
import dev.refservers.conformance.report.HtmlReport;
import dev.refservers.conformance.report.JsonReport;
import dev.refservers.conformance.report.JunitReport;
import dev.refservers.conformance.report.Mutants;
import dev.refservers.conformance.report.TapReport;
import dev.refservers.conformance.result.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code conform} that say where results go, and in which form. */
final class ConformReports {

    private static final String STANDARD_OUTPUT = "-";

    @Option(names = "--report-html", paramLabel = "FILE", description = "Also write a page with the matrix and every "
            + "conversation; it needs no other file. In each of these, - is standard output.")
    private @Nullable String html;

    @Option(names = "--report-junit", paramLabel = "FILE", description = "Also write JUnit XML, which continuous "
            + "integration reads.")
    private @Nullable String junit;

    @Option(names = "--report-tap", paramLabel = "FILE", description = "Also write TAP, version 13.")
    private @Nullable String tap;

    @Option(names = "--report-json", paramLabel = "FILE", description = "Also write JSON with every conversation.")
    private @Nullable String everything;

    @Option(names = "--mutants", paramLabel = "FILE", description = "Show this table of broken servers, and which "
            + "scripts caught them, in the page (JSON).")
    private @Nullable Path mutants;

    @Option(names = "--json", description = "Print JSON instead of the matrix, with the conversations that failed.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Whether no report is written there. */
    boolean leaveStandardOutput() {
        return !json && !files().containsValue(STANDARD_OUTPUT);
    }

    /**
     * Better now than after all scripts.
     *
     * @throws IllegalArgumentException if something cannot be written as it was asked for; the message is a sentence
     */
    void check() {
        long printed = files().values().stream().filter(STANDARD_OUTPUT::equals).count() + (json ? 1 : 0);
        if (printed > 1) {
            throw new IllegalArgumentException("Only one report can go to standard output.");
        }
        Map<String, Path> written = new LinkedHashMap<>();
        files().forEach((option, file) -> {
            if (!file.equals(STANDARD_OUTPUT)) {
                written.put(option, Path.of(file));
            }
        });
        OutputFile.problem(written).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        if (mutants != null && (!Files.isReadable(mutants) || Files.isDirectory(mutants))) {
            throw new IllegalArgumentException("--mutants is " + mutants + ", but there is no such file.");
        }
    }

    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        put(files, "--report-html", html);
        put(files, "--report-junit", junit);
        put(files, "--report-tap", tap);
        put(files, "--report-json", everything);
        return files;
    }

    private static void put(Map<String, String> files, String option, @Nullable String file) {
        if (file != null) {
            files.put(option, file);
        }
    }

    /** Writes what was asked for. */
    void write(Results results, boolean strict, PrintWriter out) throws UserError {
        Optional<Mutants> table = table();
        Map<String, Function<Results, String>> writers = Map.of(
                "--report-html", all -> HtmlReport.write(all, strict, table),
                "--report-junit", all -> JunitReport.write(all, strict),
                "--report-tap", all -> TapReport.write(all, strict),
                "--report-json", all -> JsonReport.write(all, strict, true));
        if (json) {
            out.print(JsonReport.write(results, strict));
        }
        for (Map.Entry<String, String> file : files().entrySet()) {
            String report = writers.getOrDefault(file.getKey(), _ -> "").apply(results);
            if (file.getValue().equals(STANDARD_OUTPUT)) {
                out.print(report);
                continue;
            }
            try {
                new OutputFile(Path.of(file.getValue())).write(report);
            } catch (IOException failure) {
                throw new UserError("The report could not be written to " + file.getValue() + ": "
                        + UserError.reason(failure), failure);
            }
        }
    }

    private Optional<Mutants> table() throws UserError {
        if (html == null) {
            return Optional.empty();
        }
        try {
            if (mutants == null) {
                return Mutants.bundled();
            }
            try (InputStream file = Files.newInputStream(mutants)) {
                return Optional.of(Mutants.read(file));
            }
        } catch (IOException failure) {
            throw new UserError("The table of mutants cannot be read: " + UserError.reason(failure), failure);
        }
    }
}
