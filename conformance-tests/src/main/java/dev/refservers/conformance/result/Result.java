package dev.refservers.conformance.result;

import dev.refservers.conformance.script.Script;
import java.time.Duration;
import java.util.Optional;

/**
 * What one script said about one target.
 *
 * @param target the target's name
 * @param script what was tried
 * @param verdict in one word
 * @param reason in one sentence; empty for a plain pass
 * @param mismatch the line that was not as it must be
 * @param transcript what was said; empty if nothing was
 * @param took from the first line to the last
 */
public record Result(String target, Script script, Verdict verdict, String reason, Optional<Mismatch> mismatch,
        Transcript transcript, Duration took) {

    /** A result without a conversation. */
    public static Result untried(String target, Script script, Verdict verdict, String reason) {
        return new Result(target, script, verdict, reason, Optional.empty(), Transcript.EMPTY, Duration.ZERO);
    }
}
