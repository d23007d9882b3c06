package dev.refservers.conformance.junit;

import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Scripts against one target as dynamic tests: the scripts run ahead, and each test waits for its result. */
public final class ScriptTests {

    private final Suite suite;
    private final Target target;
    private final RunOptions options;
    private final Map<String, CompletableFuture<Result>> results = new LinkedHashMap<>();
    private final CompletableFuture<TargetResults> end = new CompletableFuture<>();
    private boolean started;

    private ScriptTests(Suite suite, Target target, RunOptions options) {
        this.suite = suite;
        this.target = target;
        this.options = options;
    }

    /** The tests, in folders as the scripts are. Nothing is started before the first of them runs. */
    public static Stream<DynamicNode> of(Suite suite, Target target, RunOptions options) {
        return new ScriptTests(suite, target, options).nodes();
    }

    private Stream<DynamicNode> nodes() {
        Map<String, List<DynamicNode>> folders = new LinkedHashMap<>();
        for (Script script : suite.scriptsFor(target)) {
            results.put(script.id(), new CompletableFuture<>());
            String folder = script.id().substring(0, script.id().indexOf('/'));
            folders.computeIfAbsent(folder, _ -> new ArrayList<>()).add(DynamicTest.dynamicTest(
                    script.title() + " (" + script.id() + ")", ScriptLink.to(script), () -> report(script)));
        }
        return Stream.concat(
                folders.entrySet().stream().map(folder -> DynamicContainer.dynamicContainer(folder.getKey(),
                        folder.getValue())),
                Stream.of(DynamicTest.dynamicTest("The servers started and ended as they must.", this::reportEnd)));
    }

    private void report(Script script) {
        start();
        Result result = awaited(results.getOrDefault(script.id(), new CompletableFuture<>()));
        switch (result.verdict()) {
            case PASS, NON_STRICT, INFO -> {
            }
            case NOT_APPLICABLE, NOT_RUN -> throw new TestAbortedException(
                    result.verdict().word() + ": " + result.reason());
            case FAIL, UNPROVEN, ERROR -> throw new AssertionFailedError(TextReport.explain(result));
        }
    }

    private void reportEnd() {
        start();
        List<String> problems = awaited(end).problems();
        if (!problems.isEmpty()) {
            throw new AssertionFailedError(String.join("\n", problems));
        }
    }

    private void start() {
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("scripts against " + target.name()).start(this::run);
        }
    }

    private void run() {
        try {
            Results all = suite.run(List.of(target), options, new RunListener() {
                @Override
                public void finished(Result result) {
                    CompletableFuture<Result> waiting = results.get(result.script().id());
                    if (waiting != null) {
                        waiting.complete(result);
                    }
                }
            });
            end.complete(all.targets().getFirst());
        } catch (RuntimeException failed) {
            results.values().forEach(result -> result.completeExceptionally(failed));
            end.completeExceptionally(failed);
        }
    }

    private static <T> T awaited(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("the run of the scripts failed", failed.getCause());
        }
    }
}
