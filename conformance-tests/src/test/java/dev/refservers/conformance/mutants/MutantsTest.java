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
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every server that is broken on purpose is caught by the scripts that are about what it does wrong, which pass on the
 * server as it is.
 *
 * <p>
 * {@code -Dmutants.only=queue} chooses by the beginnings of ids; {@code -Dmutants.all=true} plays all scripts against
 * each that is chosen, and tells who else catches it; {@code -Dmutants.write=true} writes docs/mutants.md.
 */
@Tag("thorough")
final class MutantsTest {

    static final Path FOLDER = Path.of("src", "test", "resources", "mutants");

    private static final boolean ALL_SCRIPTS = Boolean.getBoolean("mutants.all");

    /** Most of the time a mutant is waited for. */
    private static final int MUTANTS_AT_ONCE = Integer.getInteger("mutants.parallel",
            3 * Runtime.getRuntime().availableProcessors());

    @TempDir
    Path folder;

    private static List<Mutant> mutants() throws IOException {
        return Mutant.in(FOLDER);
    }

    private static List<Mutant> chosen() throws IOException {
        String only = System.getProperty("mutants.only", "");
        return mutants().stream().filter(mutant -> mutant.id().startsWith(only)
                && Targets.architecture(mutant.server()).unavailable().isEmpty()).toList();
    }

    @Test
    void thePageOfMutantsTellsWhatIsTested() throws IOException {
        MutantsPage page = new MutantsPage(mutants());
        if (Boolean.getBoolean("mutants.write")) {
            page.write();
        }
        assertEquals(List.of(), page.outdated(), "written anew with -Dmutants.write=true");
        assertTrue(mutants().size() >= 40, "so many mutants: " + mutants().size());
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyMutantIsCaughtAndTheServerAsItIsPasses() throws Exception {
        List<Mutant> mutants = chosen();
        try (MutantCompiler compiler = new MutantCompiler()) {
            for (Mutant mutant : mutants) {
                compiler.compile(mutant, classesOf(mutant));
            }
        }
        List<String> wrong = new ArrayList<>(missed(mutants));
        for (Mutant mutant : survivors(mutants)) {
            // Some mistakes show only when the server is quick enough: once more, with the machine to itself.
            wrong.addAll(survived(mutant));
        }
        assertEquals(List.of(), wrong, "mutants: " + mutants.size());
    }

    /** Those that got past some script while many were played at once. */
    private List<Mutant> survivors(List<Mutant> mutants) throws Exception {
        List<Mutant> survivors = new ArrayList<>();
        try (ExecutorService running = Executors.newFixedThreadPool(MUTANTS_AT_ONCE)) {
            Map<Mutant, Future<List<String>>> survived = new LinkedHashMap<>();
            mutants.forEach(mutant -> survived.put(mutant, running.submit(() -> survived(mutant))));
            for (Map.Entry<Mutant, Future<List<String>>> each : survived.entrySet()) {
                if (!each.getValue().get().isEmpty()) {
                    survivors.add(each.getKey());
                }
            }
        }
        return survivors;
    }

    /** The scripts that should have caught it and have not, each in a sentence. */
    private List<String> survived(Mutant mutant) {
        Set<String> by = failing(mutant);
        if (ALL_SCRIPTS) {
            System.out.println(mutant.id() + " is caught by " + by);
        }
        return mutant.caughtBy().stream().filter(id -> !by.contains(id))
                .map(id -> mutant.id() + " survives " + id + ": " + mutant.broken()
                        + " Either that script must see it, "
                        + "or another one, which is then named in the mutant's caught-by.")
                .toList();
    }

    private Path classesOf(Mutant mutant) {
        return folder.resolve(mutant.id());
    }

    /** What goes wrong with the scripts where nothing is broken: then their failures say nothing. */
    private List<String> missed(List<Mutant> mutants) throws IOException {
        List<String> missed = new ArrayList<>();
        Map<String, Set<String>> byServer = mutants.stream().collect(Collectors.groupingBy(Mutant::server, TreeMap::new,
                Collectors.flatMapping(mutant -> mutant.caughtBy().stream(), Collectors.toCollection(TreeSet::new))));
        Path nothing = Files.createDirectory(folder.resolve("control"));
        byServer.forEach((server, scripts) -> {
            List<Script> played = Scripts.bundled().stream()
                    .filter(script -> scripts.contains(Mutant.withoutValues(script.id()))).toList();
            scripts.stream()
                    .filter(id -> played.stream().noneMatch(script -> Mutant.withoutValues(script.id()).equals(id)))
                    .forEach(id -> missed.add("There is no script " + id + "."));
            run(new MutantTarget("control", server, nothing), played).stream()
                    .filter(result -> result.verdict() != Verdict.PASS)
                    .forEach(result -> missed.add("The control does not pass " + result.script().id() + ": "
                            + result.verdict() + " " + result.reason()));
        });
        return missed;
    }

    /** The scripts that the mutant fails, each against a server of its own: one that has failed may be in any state. */
    private Set<String> failing(Mutant mutant) {
        MutantTarget target = new MutantTarget(mutant.id(), mutant.server(), classesOf(mutant));
        Map<String, List<Script>> scripts = Scripts.bundled().stream()
                .filter(script -> ALL_SCRIPTS
                        ? script.needs().isEmpty() || !script.tags().contains("slow")
                        : mutant.isCaughtBy(script.id()))
                .collect(Collectors.groupingBy(script -> Mutant.withoutValues(script.id()), TreeMap::new,
                        Collectors.toList()));
        return scripts.entrySet().stream()
                .filter(each -> run(target, each.getValue()).stream().anyMatch(MutantsTest::hasFailed))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Result> run(MutantTarget target, List<Script> scripts) {
        return Suite.of(scripts).run(List.of(target), RunOptions.DEFAULT, RunListener.NONE).targets().getFirst()
                .results();
    }

    /** Also what is not strict, and a server that can't be talked to at all: the server as it is passes. */
    private static boolean hasFailed(Result result) {
        return switch (result.verdict()) {
            case FAIL, NON_STRICT, ERROR -> true;
            default -> false;
        };
    }
}
