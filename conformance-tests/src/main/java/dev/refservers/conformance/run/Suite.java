package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    private final List<Script> all;
    private final List<Script> selected;

    /** Those that were to be skipped, and the patterns by which they are. */
    private final Map<Script, String> leftOut;

    private Suite(List<Script> all, List<Script> selected, Map<Script, String> leftOut) {
        this.all = all;
        this.selected = selected;
        this.leftOut = leftOut;
    }

    /** These scripts. */
    public static Suite of(List<Script> scripts) {
        return new Suite(List.copyOf(scripts), List.copyOf(scripts), Map.of());
    }

    /** The scripts that come with the suite. */
    public static Suite bundled() {
        return of(Scripts.bundled());
    }

    /** Its scripts, in order of their ids. */
    public List<Script> scripts() {
        return selected;
    }

    /** Those of its scripts that are selected. Those that the selection skips are in the results, as not run. */
    public Suite select(Selection selection) {
        Map<Script, String> skipped = new LinkedHashMap<>(leftOut);
        selected.forEach(script -> selection.leavesOutBy(script).ifPresent(by -> skipped.put(script, by)));
        return new Suite(all, selected.stream().filter(selection::includes).toList(), skipped);
    }

    /** These of its scripts. */
    public Suite select(List<Script> scripts) {
        return new Suite(all, List.copyOf(scripts), Map.of());
    }

    /**
     * The scripts that concern the target: those of its protocols, and, selected or not, those that prove a lack where
     * another script needs the proof.
     */
    public List<Script> scriptsFor(Target target) {
        List<Script> spoken = new ArrayList<>(
                selected.stream().filter(script -> script.speaksOneOf(target.protocols())).toList());
        Set<Capability> excused = spoken.stream().flatMap(script -> script.needs().stream())
                .filter(target.lacks()::containsKey).collect(Collectors.toSet());
        all.stream()
                .filter(script -> target.protocols().contains(script.protocol())
                        && script.showsLackOf().filter(excused::contains).isPresent() && !spoken.contains(script))
                .forEach(spoken::add);
        return List.copyOf(spoken);
    }

    /**
     * Runs the scripts against the targets, one target after the other. Never throws for what a target does wrong: that
     * is a verdict.
     */
    public Results run(List<Target> targets, RunOptions options, RunListener listener) {
        Instant started = Instant.now();
        List<TargetResults> results = new ArrayList<>();
        for (Target target : targets) {
            List<Script> played = scriptsFor(target);
            Map<Script, String> skipped = new LinkedHashMap<>(leftOut);
            skipped.keySet().removeIf(script -> played.contains(script) || !script.speaksOneOf(target.protocols()));
            results.add(new TargetRun(target, played, skipped, options, listener).run());
        }
        return new Results(started, results);
    }
}
