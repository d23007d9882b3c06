package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is said while scripts are played. */
final class ConformProgressTest {

    private static final List<Script> SCRIPTS = Scripts.bundled().subList(0, 10);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final Target target = Targets.architecture("select");

    private ConformProgress progress(boolean interactive) {
        ConformProgress progress = new ConformProgress(new PrintStream(said, true, StandardCharsets.UTF_8), interactive,
                nanos::get);
        progress.started(target, SCRIPTS);
        return progress;
    }

    private static Result result(int script, Verdict verdict, Fault fault) {
        return new Result("select", SCRIPTS.get(script), verdict, "", verdict == Verdict.PASS
                ? Optional.empty()
                : Optional.of(new Mismatch(1, "a", "x", "y", fault)), Transcript.EMPTY, Duration.ZERO);
    }

    private List<String> lines() {
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void withoutATerminalALineIsSaidEveryTenSeconds() {
        ConformProgress progress = progress(false);
        progress.finished(result(0, Verdict.PASS, Fault.DIFFERENT));
        assertEquals(List.of("select: 10 scripts"), lines());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
        progress.finished(result(1, Verdict.FAIL, Fault.DIFFERENT));
        progress.finished(result(2, Verdict.FAIL, Fault.DIFFERENT));
        assertEquals(List.of("select: 10 scripts", "select: 2 of 10 (1 failed) scripts"), lines());
    }

    @Test
    void thatAServerIsOfNoUseAnyMoreIsSaidAtOnce() {
        progress(false).finished(result(3, Verdict.FAIL, Fault.DIED));
        assertEquals("select: in " + SCRIPTS.get(3).id() + " the server died", lines().getLast());
        progress(false).finished(result(4, Verdict.FAIL, Fault.HUNG));
        assertTrue(lines().getLast().endsWith("the server stopped to answer, or never did"), said::toString);
    }

    @Test
    void aTerminalIsToldAtEachScript() {
        progress(true).finished(result(0, Verdict.FAIL, Fault.DIFFERENT));
        assertEquals("\r\u001b[Kselect: 1 of 10 (1 failed) scripts", said.toString(StandardCharsets.UTF_8));
    }
}
