package dev.refservers.conformance.result;

/** What one script says about one target. */
public enum Verdict {
    /** All was as it must be. */
    PASS("pass", "✓"),
    /** Allowed, but not what the protocol asks for first. */
    NON_STRICT("non-strict", "~"),
    /** Something was not as it must be. */
    FAIL("fail", "✗"),
    /** The target lacks by design what the script needs, and has proven it. */
    NOT_APPLICABLE("n/a", "-"),
    /** The target says that it lacks what the script needs, but has not proven it. */
    UNPROVEN("unproven", "!"),
    /** The script could not be tried on this target. */
    NOT_RUN("not run", "·"),
    /** Nothing is asked; what the target did is told. */
    INFO("info", "i"),
    /** The suite itself failed. */
    ERROR("error", "E");

    private final String word;
    private final String mark;

    Verdict(String word, String mark) {
        this.word = word;
        this.mark = mark;
    }

    /** The word for it in reports. */
    public String word() {
        return word;
    }

    /** One character for it in a matrix. */
    public String mark() {
        return mark;
    }

    /** Whether a run with this verdict has failed. */
    public boolean failsRun(boolean strict) {
        return switch (this) {
            case FAIL, UNPROVEN, ERROR -> true;
            case NON_STRICT -> strict;
            case PASS, NOT_APPLICABLE, NOT_RUN, INFO -> false;
        };
    }
}
