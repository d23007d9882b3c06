package dev.refservers.fuzzing;

import java.time.Duration;
import java.util.List;

/**
 * What came of fuzzing one target.
 *
 * @param target its name
 * @param commands how many were sent to it, those that are none included
 * @param episodes in how many conversations
 * @param duration how long that took, the reference's part and shrinking included
 * @param findings divergences, one of each kind
 * @param unusedDifferences declared differences that were never met
 * @param problems what else went wrong, as sentences
 */
public record FuzzResult(String target, long commands, int episodes, Duration duration, List<Finding> findings,
        List<String> unusedDifferences, List<String> problems) {

    public FuzzResult {
        findings = List.copyOf(findings);
        unusedDifferences = List.copyOf(unusedDifferences);
        problems = List.copyOf(problems);
    }

    /**
     * A divergence.
     *
     * @param what a sentence
     * @param script the id of the script that shows it
     * @param lines the script
     * @param original how many commands the conversation had in which it was found
     * @param times how often one of this kind was met
     */
    public record Finding(String what, String script, List<String> lines, int original, int times) {
        public Finding {
            lines = List.copyOf(lines);
        }
    }

    /** Whether nothing was found. */
    public boolean passed() {
        return findings.isEmpty() && problems.isEmpty();
    }
}
