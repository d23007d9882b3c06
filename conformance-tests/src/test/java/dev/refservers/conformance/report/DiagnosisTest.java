package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Transcript.Event;
import dev.refservers.conformance.result.Transcript.Kind;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several failures tells what is wrong with a server. */
final class DiagnosisTest {

    private static Result lost(String id, Fault fault, int came, boolean stoppedReading) {
        Script script = SampleResults.SCRIPTS.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        Mismatch mismatch = new Mismatch(1, "a", "\"x\" (1000 bytes)",
                "only " + came + " of 1000 bytes, then " + (fault == Fault.CUT ? "nothing for 5 ms" : "closed eof")
                        + ": "
                        + (1000 - came) + " are missing",
                fault);
        return new Result("mine", script, Verdict.FAIL, "", Optional.of(mismatch), new Transcript(
                stoppedReading ? List.of(new Event(0, 1, "a", Kind.ACT, Bytes.EMPTY, 0, "stops reading")) : List.of(),
                0,
                0, List.of()), Duration.ZERO);
    }

    @Test
    void bytesThatAreMissingOnAnOpenConnectionTellMoreThanAtItsEnd() {
        List<Result> both = List.of(lost("echo/half-close-behind-megabytes", Fault.CUT_BY_END, 300, true),
                lost("echo/slow-reader", Fault.CUT, 300, true));
        for (List<Result> failures : List.of(both, both.reversed())) {
            String said = Diagnosis.of(new TargetResults("mine", "", failures, List.of(), Duration.ZERO), false)
                    .orElseThrow();
            assertTrue(
                    said.startsWith("mine lost bytes, in echo/slow-reader (") && said.contains("700 bytes of 1000 are "
                            + "missing. Is what send returns looked at?"),
                    said);
        }
    }

    @Test
    void aWholeBufferTellsMoreThanSomeBytes() {
        List<Result> both = List.of(lost("echo/high-water", Fault.CUT, 300, false),
                lost("echo/slow-reader", Fault.CUT, 512, false));
        for (List<Result> failures : List.of(both, both.reversed())) {
            String said = Diagnosis.of(new TargetResults("mine", "", failures, List.of(), Duration.ZERO), false)
                    .orElseThrow();
            assertTrue(said.contains("Exactly 512 came: is what does not fit into a buffer of that size dropped?"),
                    said);
        }
    }

    @Test
    void bytesThatAreMissingOnlyAtTheEndOfAConnectionHaveTwoCauses() {
        String said = Diagnosis.of(new TargetResults("mine", "",
                List.of(lost("echo/half-close-behind-megabytes", Fault.CUT_BY_END, 300, true)), List.of(),
                Duration.ZERO), false)
                .orElseThrow();
        assertTrue(
                said.contains("is it closed while something is still owed, or is a part of it dropped because nobody "
                        + "looks at what send returns?"),
                said);
    }
}
