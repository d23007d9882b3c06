package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.ScriptParser;
import dev.refservers.conformance.script.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server that dies, hangs, or never answers costs no more than one script, and that one is blamed. */
final class PulseTest {

    private static final RunOptions QUICK = RunOptions.DEFAULT.withTimeoutScale(0.1);
    private static final String ECHO = "a>> \"x\"\na<< \"x\"";

    private static Script script(String id, String lines) {
        String text = "id: " + id + "\ntitle: T.\nspec: 1.1\nprotocol: echo\nlimit: 2s\n\n" + lines;
        return ScriptParser.parse(new Source(id + ".talk", URI.create("file:/x"), List.of(text.split("\n", -1))))
                .getFirst();
    }

    /** The named one between many that pass. */
    private static List<Script> among(Script one) {
        List<Script> scripts = new ArrayList<>();
        scripts.add(script("a/first", ECHO));
        scripts.add(one);
        IntStream.range(0, 100).mapToObj(i -> script("c/rest-" + i, ECHO)).forEach(scripts::add);
        return scripts;
    }

    private static Results results(FakeServer server, List<Script> scripts, RunOptions options) throws IOException {
        try (server) {
            return Suite.of(scripts).run(List.of(server), options, RunListener.NONE);
        }
    }

    private static Result result(Results results, String id) {
        return results.targets().getFirst().result(id).orElseThrow();
    }

    private static void echo(InputStream in, OutputStream out, Runnable atReset) throws IOException {
        byte[] bytes = new byte[100];
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
            }
        } catch (IOException reset) {
            atReset.run();
        }
    }

    /** Echoes all but what is two bytes long. */
    private static FakeServer silentAboutTwoBytes() throws IOException {
        return new FakeServer((_, in, out) -> {
            byte[] bytes = new byte[100];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n == 2 ? 0 : n);
            }
        });
    }

    @Test
    void whoAnswersWithoutEndAnswersNobody() throws IOException {
        FakeServer dripping = new FakeServer((_, _, out) -> {
            for (int i = 0; i < 1000; i++) {
                out.write('x');
                LockSupport.parkNanos(5_000_000L);
            }
        });
        List<Script> scripts = IntStream.range(0, 20).mapToObj(i -> script("a/" + i, ECHO + "\na<< \"yy\"")).toList();
        Results results = results(dripping, scripts, QUICK);
        assertEquals(Verdict.FAIL, result(results, "a/0").verdict());
        assertEquals(Verdict.NOT_RUN, result(results, "a/9").verdict(),
                () -> TextReport.explain(result(results, "a/9")));
    }

    private static long waitedMillis(Result result) {
        return result.took().toMillis();
    }

    @Test
    void whoLeavesThreeScriptsWithoutAnAnswerIsGivenLessTimeForTheRest() throws IOException {
        List<Script> scripts = IntStream.range(0, 6).mapToObj(i -> script("a/" + i, "a>> \"xx\"\na<< \"xx\"")).toList();
        Results results = results(silentAboutTwoBytes(), scripts, QUICK);
        for (int i = 0; i < 3; i++) {
            assertTrue(waitedMillis(result(results, "a/" + i)) >= 200, "all of its time is script " + i + "'s");
        }
        for (int i = 3; i < 6; i++) {
            Result result = result(results, "a/" + i);
            assertEquals(Verdict.FAIL, result.verdict());
            assertTrue(result.reason().contains("nothing for 80 ms"), result::reason);
        }
        Results all = results(silentAboutTwoBytes(), scripts, QUICK.withKeepGoing(true));
        assertTrue(result(all, "a/5").reason().contains("nothing for 200 ms"), result(all, "a/5")::reason);
    }

    private static FakeServer dyingAtReset() throws IOException {
        AtomicReference<FakeServer> self = new AtomicReference<>();
        self.set(new FakeServer((_, in, out) -> echo(in, out, () -> end(self.get()))));
        return self.get();
    }

    private static void end(FakeServer server) {
        try {
            server.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void theScriptIsBlamedBehindWhichNobodyListensAlthoughItHasPassed() throws IOException {
        Results results = results(dyingAtReset(), among(script("b/reset", ECHO + "\na! reset\nsleep 50ms")), QUICK);
        Result blamed = result(results, "b/reset");
        assertEquals(Verdict.FAIL, blamed.verdict());
        assertEquals(Fault.DIED, blamed.mismatch().orElseThrow().fault());
        assertEquals(Verdict.PASS, result(results, "a/first").verdict());
        assertEquals(100, results.targets().getFirst().counts().get(Verdict.NOT_RUN));
        assertTrue(result(results, "c/rest-5").reason().contains("since b/reset"), result(results, "c/rest-5")::reason);
        String report = TextReport.explainAll(results, false).replaceAll("\\s+", " ");
        assertTrue(report.startsWith("fake died, in b/reset (T). The server has died while this script was played. "
                + "A client reset its connection here"), report);
    }

    @Test
    void anotherEndIsNotExplainedByAReset() throws IOException {
        AtomicReference<FakeServer> self = new AtomicReference<>();
        self.set(new FakeServer((_, in, out) -> {
            if (in.read() == '!') {
                end(self.get());
            }
            out.write('x');
            in.transferTo(out);
        }));
        Results results = results(self.get(), among(script("b/ends", "a>> \"!\"\na<< \"x\"\nsleep 50ms")), QUICK);
        assertEquals(Fault.DIED, result(results, "b/ends").mismatch().orElseThrow().fault());
        assertFalse(TextReport.explainAll(results, false).contains("reset its connection"));
    }

    @Test
    void theRunGoesOnWhenTheServerIsBack() throws IOException {
        AtomicReference<FakeServer> first = new AtomicReference<>(dyingAtReset());
        AtomicReference<FakeServer> second = new AtomicReference<>();
        int port = first.get().running().address().getPort();
        List<Script> scripts = among(script("b/reset", ECHO + "\na! reset\nsleep 50ms"));
        Thread supervisor = Thread.ofVirtual().start(() -> {
            while (second.get() == null) {
                LockSupport.parkNanos(1_000_000);
                if (first.get().isClosed()) {
                    LockSupport.parkNanos(300_000_000);
                    try {
                        second.set(new FakeServer(port, (_, in, out) -> in.transferTo(out)));
                    } catch (IOException busy) {
                        assertTrue(first.get().isClosed(), busy::getMessage);
                    }
                }
            }
        });
        Results results = results(first.get(), scripts, RunOptions.DEFAULT.withTimeoutScale(0.5));
        assertTrue(supervisor.isAlive() || second.get() != null);
        assertEquals(Verdict.FAIL, result(results, "b/reset").verdict());
        assertEquals(101, results.targets().getFirst().counts().get(Verdict.PASS));
        second.get().close();
    }

    @Test
    void aServerThatNeverAnswersIsRecognisedOnce() throws IOException {
        FakeServer.Behaviour mute = (_, in, _) -> in.transferTo(OutputStream.nullOutputStream());
        long start = System.nanoTime();
        Results results = results(new FakeServer(mute), among(script("b/one", ECHO)), QUICK);
        assertTrue(System.nanoTime() - start < 5_000_000_000L, "a hundred scripts of 200 ms were not waited for");
        assertEquals(Fault.MUTE, result(results, "a/first").mismatch().orElseThrow().fault());
        assertEquals(101, results.targets().getFirst().counts().get(Verdict.NOT_RUN));
        assertTrue(result(results, "b/one").reason().contains("accepts clients and has not answered any"),
                result(results, "b/one")::reason);
        String report = TextReport.explainAll(results, false);
        assertTrue(report.startsWith("fake accepts clients, and has not answered any, in a/first"), report);
    }

    @Test
    void anOptionPlaysAllOfThemAllTheSame() throws IOException {
        FakeServer.Behaviour mute = (_, in, _) -> in.transferTo(OutputStream.nullOutputStream());
        TargetResults results = results(new FakeServer(mute), List.of(script("a/first", ECHO), script("b/one", ECHO)),
                QUICK.withKeepGoing(true)).targets().getFirst();
        assertEquals(2, results.counts().get(Verdict.FAIL));
    }

    @Test
    void aServerThatHangsIsRecognisedAndTheScriptBlamed() throws IOException {
        AtomicBoolean hangs = new AtomicBoolean();
        FakeServer server = new FakeServer((_, in, out) -> {
            byte[] bytes = new byte[100];
            for (int n = in.read(bytes); n >= 0 && !hangs.get(); n = in.read(bytes)) {
                out.write(bytes, 0, n);
            }
            hangs.compareAndSet(false, bytes[0] == '!');
            LockSupport.parkNanos(hangs.get() ? 3_000_000_000L : 0);
        });
        Results results = results(server, among(script("b/end", "a>> \"!\"\na! half-close\na<< \"!\"\na< closed")),
                QUICK);
        assertEquals(Fault.HUNG, result(results, "b/end").mismatch().orElseThrow().fault());
        assertEquals(100, results.targets().getFirst().counts().get(Verdict.NOT_RUN));
        String report = TextReport.explainAll(results, false).replaceAll("\\s+", " ");
        assertTrue(report.contains("ended its sending side behind its data"), report);
    }

    @Test
    void oneScriptThatFailsBySilenceEndsNothing() throws IOException {
        Results results = results(new FakeServer((_, in, out) -> in.transferTo(out)),
                among(script("b/silent", "a! connect\na<< \"x\"")), QUICK);
        assertEquals(Fault.NOTHING, result(results, "b/silent").mismatch().orElseThrow().fault());
        assertEquals(101, results.targets().getFirst().counts().get(Verdict.PASS));
    }

    /** Who does not know the question is not silent. */
    @Test
    void aServerThatPassesScriptsAlthoughItDoesNotAnswerTheQuestionIsPlayedToTheEnd() throws IOException {
        Results results = results(new FakeServer((_, in, out) -> {
            byte[] bytes = new byte[100];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n == 2 ? 0 : n);
            }
        }), among(script("b/one", ECHO)), QUICK);
        assertEquals(102, results.targets().getFirst().counts().get(Verdict.PASS));
    }
}
