package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * One target, all scripts.
 *
 * <pre>
 *   scripts ─┬─ cannot run here ──────────────────────────────▶ not run
 *            ├─ prove a lack ─────────────▶ run first ────────▶ pass, fail …
 *            ├─ need what is lacking ─────────────────────────▶ n/a if proven, unproven otherwise
 *            └─ all others ─▶ lanes, side by side ────────────▶ pass, fail …
 *                             queue ─ one server, taking turns
 *                             echo  ─ one server, taking turns
 *                             the same settings ─ one server, taking turns
 *                             what pauses or ends its server ─ one for each script
 * </pre>
 */
final class TargetRun {

    private static final String QUEUE = "queue";

    private final Target target;
    private final List<Script> scripts;
    private final Map<Script, String> skipped;
    private final RunOptions options;
    private final RunListener listener;
    private final Map<String, Result> results = new ConcurrentHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Optional<String> obstacle = Optional.empty();
    private final Pulse pulse;

    /** These scripts, and those that are to be told as skipped, each with the pattern by which it is. */
    TargetRun(Target target, List<Script> played, Map<Script, String> skipped, RunOptions options,
            RunListener listener) {
        this.target = target;
        this.scripts = skipped.isEmpty()
                ? played
                : Stream.concat(played.stream(), skipped.keySet().stream()).sorted(Comparator.comparing(Script::id))
                        .toList();
        this.skipped = skipped;
        this.options = options;
        this.listener = listener;
        this.pulse = new Pulse(options.keepGoing(), options.timeoutScale() * target.patience());
    }

    TargetResults run() {
        long start = System.nanoTime();
        listener.started(target, scripts);
        List<Script> rest = new ArrayList<>(scripts);
        rest.removeIf(this::leaveOut);
        obstacle = rest.isEmpty() || target.unavailable().isPresent()
                ? Optional.empty()
                : target.obstacle().or(this::whatItHolds);
        obstacle.ifPresent(problems::add);
        rest.removeIf(this::reject);
        List<Script> proofs = rest.stream().filter(script -> script.showsLackOf().isPresent()).toList();
        runLanes(proofs);
        rest.removeAll(proofs);
        rest.removeIf(this::excuse);
        runLanes(rest);
        TargetResults all = new TargetResults(target.name(), target.description(),
                scripts.stream().map(script -> results.get(script.id())).toList(), problems,
                Duration.ofNanos(System.nanoTime() - start));
        listener.finished(all);
        return all;
    }

    /** Why queue scripts must leave it alone; what else is wrong with it they will see themselves. */
    private Optional<String> whatItHolds() {
        if (scripts.stream().noneMatch(script -> script.protocol().equals(QUEUE))) {
            return Optional.empty();
        }
        Optional<InetSocketAddress> existing = target.existing();
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        try (Control control = new Control(existing.get(), Lane.CONTROL_LIMIT)) {
            String held = control.held();
            control.quit();
            return held.isEmpty() ? Optional.empty() : Optional.of(Lane.mustBeEmpty(held));
        } catch (IOException failed) {
            return Optional.empty();
        }
    }

    /** Whether there is nothing to play: the script is to be skipped, or cannot be read. */
    private boolean leaveOut(Script script) {
        if (skipped.containsKey(script)) {
            finished(Result.untried(target.name(), script, Verdict.NOT_RUN,
                    "it was to be skipped, by '" + skipped.get(script) + "'"));
            return true;
        }
        script.problem().ifPresent(
                problem -> finished(Result.untried(target.name(), script, Verdict.ERROR, problem)));
        return script.problem().isPresent();
    }

    /** Whether the script cannot be tried, or has nothing to prove. */
    private boolean reject(Script script) {
        Optional<String> reason = target.unavailable().or(() -> obstacle).or(() -> target.refuses(script));
        if (reason.isEmpty() && script.needsOwnServer()) {
            reason = target.cannotStartWith(script.settings());
        }
        if (reason.isPresent()) {
            finished(Result.untried(target.name(), script, Verdict.NOT_RUN, reason.get()));
            return true;
        }
        boolean pointless = script.showsLackOf().isPresent()
                && !target.lacks().containsKey(script.showsLackOf().get());
        if (pointless) {
            finished(Result.untried(target.name(), script, Verdict.NOT_APPLICABLE,
                    "the target does not lack " + script.showsLackOf().get()));
        }
        return pointless;
    }

    /** Whether the script needs what the target lacks. */
    private boolean excuse(Script script) {
        Optional<Capability> lacking = script.needs().stream().sorted().filter(target.lacks()::containsKey).findFirst();
        lacking.ifPresent(capability -> {
            boolean proven = isProven(capability);
            finished(Result.untried(target.name(), script, proven ? Verdict.NOT_APPLICABLE : Verdict.UNPROVEN,
                    target.lacks().get(capability) + (proven
                            ? ""
                            : "; but no script has proven that it lacks "
                                    + capability)));
        });
        return lacking.isPresent();
    }

    /** A lack is proven if all scripts that can show it have passed. */
    private boolean isProven(Capability capability) {
        List<Result> shown = results.values().stream()
                .filter(result -> result.script().showsLackOf().equals(Optional.of(capability))
                        && result.verdict() != Verdict.NOT_RUN)
                .toList();
        return !shown.isEmpty() && shown.stream().allMatch(result -> result.verdict() == Verdict.PASS
                || result.verdict() == Verdict.NON_STRICT);
    }

    private void runLanes(List<Script> together) {
        try (ExecutorService lanes = Executors.newFixedThreadPool(options.parallel())) {
            List<Future<List<String>>> running = lanes(together).stream()
                    .map(lane -> lanes.submit(() -> lane.run(this::finished))).toList();
            for (Future<List<String>> lane : running) {
                problems.addAll(lane.get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running scripts against " + target.name(), interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the suite failed with " + target.name(), failed.getCause());
        }
    }

    /** The longest first, so that the last one to end is a short one. */
    private List<Lane> lanes(List<Script> together) {
        Map<String, List<Script>> lanes = new TreeMap<>();
        for (Script script : together) {
            lanes.computeIfAbsent(lane(script), _ -> new ArrayList<>()).add(script);
        }
        return lanes.values().stream().sorted(Comparator.<List<Script>>comparingInt(List::size).reversed())
                .map(lane -> new Lane(target, lane, options, pulse)).toList();
    }

    /** What scripts have in common that share a server. */
    private static String lane(Script script) {
        return script.protocol() + " " + new TreeMap<>(script.settings())
                + (script.needsNewServer() ? script.id() : "");
    }

    private void finished(Result result) {
        results.put(result.script().id(), result);
        synchronized (listener) {
            listener.finished(result);
        }
    }
}
