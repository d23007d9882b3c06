package dev.refservers.conformance.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import dev.refservers.conformance.targets.MutantTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/protocol.md leaves open a server may do otherwise than ours: the scripts ask for no more than its words. Each
 * variant is ours with one such thing changed.
 */
final class VariantsTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "variants");

    @TempDir
    Path folder;

    @Test
    void aServerThatDiffersInWhatIsLeftOpenPasses() throws Exception {
        List<Mutant> variants = Mutant.variants(FOLDER);
        try (MutantCompiler compiler = new MutantCompiler()) {
            for (Mutant variant : variants) {
                compiler.compile(variant, folder.resolve(variant.id()));
            }
        }
        List<String> failed = new ArrayList<>();
        try (ExecutorService running = Executors.newFixedThreadPool(RunOptions.DEFAULT.parallel())) {
            List<Future<List<String>>> all = variants.stream().map(variant -> running.submit(() -> failures(variant)))
                    .toList();
            for (Future<List<String>> each : all) {
                failed.addAll(each.get());
            }
        }
        assertEquals(List.of(), failed);
        assertTrue(variants.size() >= 5);
    }

    private List<String> failures(Mutant variant) {
        List<Script> scripts = Scripts.bundled().stream().filter(script -> variant.isCaughtBy(script.id())).toList();
        List<String> failures = new ArrayList<>();
        variant.caughtBy().stream()
                .filter(id -> scripts.stream().noneMatch(script -> Mutant.withoutValues(script.id()).equals(id)))
                .forEach(id -> failures.add(variant.id() + ": there is no script " + id));
        List<Result> results = Suite.of(scripts)
                .run(List.of(new MutantTarget(variant.id(), variant.server(), folder.resolve(variant.id()))),
                        RunOptions.DEFAULT.withTimeoutScale(3), RunListener.NONE)
                .targets().getFirst().results();
        results.stream().filter(result -> result.verdict() != Verdict.PASS)
                .forEach(result -> failures.add(variant.id() + " fails " + result.script().id() + ": " + result.reason()
                        + ". " + variant.broken()));
        return failures;
    }
}
