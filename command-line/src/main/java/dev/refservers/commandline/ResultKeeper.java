package dev.refservers.commandline;

import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.processes.OwnFiles;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.OutputFile;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import dev.refservers.conformance.targets.StartedProcesses;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Keeps in a file what has been measured so far, and shows it when the user interrupts: nothing that was measured is lost. Is given
 * results by the thread that compares; shows them from a thread that the JVM starts as it ends.
 */
final class ResultKeeper implements Consumer<Comparison>, AutoCloseable {

    private final PrintWriter out;
    private final PrintWriter err;
    private final ResultOption form;
    private final PageOption page;
    private final Listener progress;
    private final Optional<OutputFile> file;
    private final Interruption interruption;
    private @Nullable Comparison latest;
    private volatile @Nullable String failure;

    /**
     * A keeper.
     *
     * @param command has the writers to which it prints when it is interrupted
     * @param form what it prints, and where it keeps results; as {@link OwnFiles} says, if neither that nor
     *        {@code resumed} says so
     * @param page is written, too, if it was asked for
     * @param progress is ended before it prints
     */
    ResultKeeper(CommandLine command, ResultOption form, PageOption page, @Nullable Path resumed, Listener progress) {
        this.out = command.getOut();
        this.err = command.getErr();
        this.form = form;
        this.page = page;
        this.progress = progress;
        this.file = Optional.ofNullable(form.file(resumed)).or(() -> OwnFiles.here().comparison()).map(OutputFile::new);
        interruption = new Interruption(err, this::show);
    }

    /** Where it keeps results; empty where nothing may be written and no file was named. */
    Optional<Path> file() {
        return file.map(OutputFile::path);
    }

    /** Why the last result could not be kept, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Adds the last result to a stream, which must not get one after the other. */
    synchronized void finish() {
        if (latest != null && file.isPresent() && !file.get().isReplaced()) {
            write(file.get(), latest);
        }
    }

    @Override
    public void accept(Comparison comparison) {
        if (!keep(comparison)) {
            interruption.awaitEnd();
        }
    }

    /** Returns false, and keeps nothing, when the JVM ends: a terminal interrupts servers too, and that is no result. */
    private synchronized boolean keep(Comparison comparison) {
        if (interruption.hasBegun()) {
            return false;
        }
        latest = comparison;
        if (file.isPresent() && file.get().isReplaced()) {
            write(file.get(), comparison);
        }
        return true;
    }

    private synchronized @Nullable Comparison latest() {
        return latest;
    }

    /** From now on nothing is shown when the JVM ends. */
    @Override
    public void close() {
        interruption.close();
    }

    private void write(OutputFile kept, Comparison comparison) {
        failure = null;
        try {
            kept.write(ComparisonJson.write(comparison));
        } catch (IOException notWritten) {
            failure = "The results could not be written to " + kept.path() + ": " + UserError.reason(notWritten) + ".";
        }
    }

    private void writePage(Comparison comparison) {
        try {
            page.write(comparison);
        } catch (UserError notWritten) {
            err.println(notWritten.getMessage());
        }
    }

    private String interrupted() {
        String notKept = failure;
        return notKept != null
                ? "Interrupted. " + notKept
                : file.filter(OutputFile::isReplaced).map(OutputFile::path)
                        .map(kept -> "Interrupted. What was measured is in " + kept + "; ./servers compare --resume "
                                + kept
                                + " goes on.")
                        .orElse("Interrupted.");
    }

    private void show() {
        Comparison comparison = latest();
        progress.ends();
        StartedProcesses.killAll();
        if (comparison != null) {
            out.print(form.text(comparison));
            out.flush();
            finish();
            writePage(comparison);
            TextTable.wrap(interrupted(), Terminal.WIDTH).forEach(err::println);
        }
    }
}
