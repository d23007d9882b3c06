package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several failures tells what is wrong with a server. */
final class DiagnosisTest {

    private static Result lost(String id, Fault fault) {
        Script script = SampleResults.SCRIPTS.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        Mismatch mismatch = new Mismatch(1, "a", "\"x\" (1000 bytes)",
                "only 300 of 1000 bytes, then " + (fault == Fault.CUT ? "nothing for 5 ms" : "closed eof"), fault);
        return new Result("mine", script, Verdict.FAIL, "", Optional.of(mismatch), Transcript.EMPTY, Duration.ZERO);
    }

    @Test
    void bytesThatAreMissingOnAnOpenConnectionTellMoreThanAtItsEnd() {
        List<Result> both = List.of(lost("echo/half-close-behind-megabytes", Fault.CUT_BY_END),
                lost("echo/slow-reader", Fault.CUT));
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
    void bytesThatAreMissingOnlyAtTheEndOfAConnectionHaveTwoCauses() {
        String said = Diagnosis.of(new TargetResults("mine", "",
                List.of(lost("echo/half-close-behind-megabytes", Fault.CUT_BY_END)), List.of(), Duration.ZERO), false)
                .orElseThrow();
        assertTrue(
                said.contains("is it closed while something is still owed, or is a part of it dropped because nobody "
                        + "looks at what send returns?"),
                said);
    }
}
