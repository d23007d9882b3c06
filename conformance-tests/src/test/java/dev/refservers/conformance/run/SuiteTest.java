package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.report.JsonReport;
import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.ScriptParser;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.script.Source;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which scripts are run, in which order, and what follows from their verdicts. */
final class SuiteTest {

    private static final String ECHO = "a>> \"x\"\na<< \"x\"";
    private static final String WRONG = "a>> \"x\"\na<< \"y\"";

    private static Script script(String id, String headers, String lines) {
        String text = "id: " + id + "\ntitle: T.\nspec: 1.1\nprotocol: echo\nlimit: 300ms\n" + headers + "\n" + lines;
        return ScriptParser.parse(new Source(id + ".talk", URI.create("file:/x"), List.of(text.split("\n", -1))))
                .getFirst();
    }

    private static FakeServer echo() throws IOException {
        return new FakeServer((_, in, out) -> in.transferTo(out));
    }

    private static TargetResults run(FakeServer server, Script... scripts) throws IOException {
        try (server) {
            return Suite.of(List.of(scripts)).run(List.of(server), RunOptions.DEFAULT, RunListener.NONE).targets()
                    .getFirst();
        }
    }

    private static Result result(TargetResults results, String id) {
        return results.result(id).orElseThrow();
    }

    @Test
    void everyScriptGetsItsVerdictInOrder() throws IOException {
        TargetResults results = run(echo(), script("a/good", "", ECHO), script("b/bad", "", WRONG));
        assertEquals(List.of(Verdict.PASS, Verdict.FAIL), results.results().stream().map(Result::verdict).toList());
        assertFalse(results.passed(false));
        assertTrue(run(echo(), script("a/good", "", ECHO)).passed(true));
    }

    @Test
    void aScriptThatNeedsAServerOfItsOwnIsNotRunWhereNoneCanBeStarted() throws IOException {
        TargetResults results = run(echo(), script("a/limit", "settings: max-connections = 3\n", ECHO),
                script("b/stop", "", "server! terminate"));
        assertEquals(Verdict.NOT_RUN, result(results, "a/limit").verdict());
        assertEquals("it is a fake", result(results, "b/stop").reason());
        assertTrue(results.passed(true));
    }

    @Test
    void aLackThatIsProvenExcuses() throws IOException {
        TargetResults results = run(echo().lacking(Capability.CONCURRENT_CLIENTS),
                script("needs/it", "needs: concurrent-clients\n", WRONG),
                script("shows/lack", "shows-lack-of: concurrent-clients\n", ECHO));
        assertEquals(Verdict.NOT_APPLICABLE, result(results, "needs/it").verdict());
        assertEquals("lacks it", result(results, "needs/it").reason());
        assertTrue(results.passed(true));
    }

    @Test
    void aLackThatIsNotProvenFailsTheRun() throws IOException {
        Script needs = script("needs/it", "needs: concurrent-clients\n", ECHO);
        TargetResults disproven = run(echo().lacking(Capability.CONCURRENT_CLIENTS), needs,
                script("shows/lack", "shows-lack-of: concurrent-clients\n", WRONG));
        assertEquals(Verdict.UNPROVEN, result(disproven, "needs/it").verdict());
        assertFalse(disproven.passed(false));
        TargetResults without = run(echo().lacking(Capability.CONCURRENT_CLIENTS), needs);
        assertEquals(Verdict.UNPROVEN, result(without, "needs/it").verdict());
    }

    @Test
    void whoLacksNothingHasNothingToShow() throws IOException {
        TargetResults results = run(echo(), script("shows/lack", "shows-lack-of: concurrent-clients\n", WRONG));
        assertEquals(Verdict.NOT_APPLICABLE, result(results, "shows/lack").verdict());
    }

    @Test
    void aProofIsRunAlthoughItIsNotSelected() throws IOException {
        Script needs = script("needs/it", "needs: concurrent-clients\n", ECHO);
        Script shows = script("shows/lack", "shows-lack-of: concurrent-clients\n", ECHO);
        Suite both = Suite.of(List.of(needs, shows));
        Suite selected = both.select(Selection.ALL.only("needs"));
        assertEquals(List.of(needs), selected.scripts());
        try (FakeServer able = echo(); FakeServer unable = echo().lacking(Capability.CONCURRENT_CLIENTS)) {
            assertEquals(List.of(needs), selected.scriptsFor(able));
            assertEquals(List.of(needs, shows), selected.scriptsFor(unable));
            assertEquals(List.of(needs, shows), both.select(List.of(needs)).scriptsFor(unable));
        }
    }

    @Test
    void whatIsSkippedIsInTheResultsWithItsReason() throws IOException {
        Suite three = Suite.of(List.of(script("a/good", "", ECHO), script("a/skipped", "", ECHO),
                script("b/other", "", ECHO)));
        try (FakeServer server = echo()) {
            Suite chosen = three.select(Selection.ALL.only("a/").skip("a/sk"));
            TargetResults results = chosen.run(List.of(server), RunOptions.DEFAULT, RunListener.NONE).targets()
                    .getFirst();
            assertEquals(List.of("a/good", "a/skipped"),
                    results.results().stream().map(result -> result.script().id()).toList());
            assertEquals(Verdict.PASS, result(results, "a/good").verdict());
            assertEquals(Verdict.NOT_RUN, result(results, "a/skipped").verdict());
            assertEquals("it was to be skipped, by 'a/sk'", result(results, "a/skipped").reason());
            assertTrue(results.passed(true));
        }
    }

    @Test
    void aRepeatedScriptFailsWhenItFailsOnce() throws IOException {
        int[] connections = {0};
        FakeServer tiring = new FakeServer((_, in, out) -> {
            // What the suite asks beside the scripts does not tire it.
            int first = in.read();
            connections[0] += first == 'x' ? 1 : 0;
            if (connections[0] < 3) {
                out.write(first);
                in.transferTo(out);
            }
        });
        try (tiring) {
            Results results = Suite.of(List.of(script("a/good", "", ECHO))).run(List.of(tiring),
                    RunOptions.DEFAULT.withRepeat(5), RunListener.NONE);
            assertEquals(Verdict.FAIL, results.targets().getFirst().results().getFirst().verdict());
        }
        assertEquals(3, connections[0]);
    }

    @Test
    void aListenerIsToldEverything() throws IOException {
        List<String> told = new ArrayList<>();
        try (FakeServer server = echo()) {
            Results unused = Suite.of(List.of(script("a/good", "", ECHO))).run(List.of(server), RunOptions.DEFAULT,
                    new RunListener() {
                        @Override
                        public void started(dev.refservers.conformance.targets.Target target, List<Script> scripts) {
                            told.add(target.name() + " " + scripts.size());
                        }

                        @Override
                        public void finished(Result result) {
                            told.add(result.script().id());
                        }

                        @Override
                        public void finished(TargetResults results) {
                            told.add("end of " + results.target());
                        }
                    });
            assertTrue(unused.passed(true));
        }
        assertEquals(List.of("fake 1", "a/good", "end of fake"), told);
    }

    @Test
    void resultsAreAMatrixForPeopleAndJsonForPrograms() throws IOException {
        try (FakeServer server = echo()) {
            Suite suite = Suite.of(List.of(script("a/good", "", ECHO), script("b/bad", "", WRONG)));
            String of2 = TextReport.matrix(suite.run(List.of(server, server), RunOptions.DEFAULT, RunListener.NONE));
            assertTrue(of2.startsWith("""
                            f  f
                            a  a
                            k  k
                            e  e
                    a/good  ✓  ✓
                    b/bad   ✗  ✗

                    """), of2);
            Results results = suite.run(List.of(server), RunOptions.DEFAULT, RunListener.NONE);
            String matrix = TextReport.matrix(results);
            assertTrue(matrix.startsWith("        fake\na/good  ✓\nb/bad   ✗\n\n"), matrix);
            assertTrue(matrix.contains("fake  1 pass, 1 fail, in "), matrix);
            String explained = TextReport.explainAll(results, false);
            assertTrue(explained.startsWith("fake sent back other bytes than it was sent, in b/bad (T). "), explained);
            assertTrue(explained.contains("\n\nFAIL  b/bad against fake\n"), explained);
            String json = JsonReport.write(results, false);
            assertTrue(json.contains("\"verdict\" : \"fail\""), json);
            assertTrue(json.contains("\"bytes\" : \"\\\"x\\\"\""), json);
            assertFalse(
                    json.contains("\"script\" : \"a/good\",\n      \"verdict\" : \"pass\",\n      \"conversation\""),
                    json);
        }
    }
}
