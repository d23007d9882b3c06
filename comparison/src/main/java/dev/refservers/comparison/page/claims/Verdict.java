package dev.refservers.comparison.page.claims;

/** What a run says to a claim. */
public enum Verdict {

    /** The figures are as the claim has them, and further than noise from being otherwise. */
    CONFIRMED("✓", "confirmed"),
    /** The figures contradict it, and not by chance. */
    REFUTED("✗", "refuted"),
    /** It was measured, and neither was found: what it claims does not show here. */
    NOT_HERE("≈", "not on this machine"),
    /** This run lacks a server or a scenario that it needs. */
    NOT_MEASURED("–", "not measured in this run"),
    /** There is no architecture yet to try it with. */
    NOT_BUILT("…", "not built yet");

    private final String mark;
    private final String words;

    Verdict(String mark, String words) {
        this.mark = mark;
        this.words = words;
    }

    /** One character. */
    public String mark() {
        return mark;
    }

    /** As it is shown. */
    public String words() {
        return words;
    }

    /** What follows from a factor that must be above a bound for a claim to hold. */
    static Verdict above(Factor factor, double bound) {
        return factor.low() > bound ? CONFIRMED : factor.high() < bound ? REFUTED : NOT_HERE;
    }

    /** What follows from a factor that must be below a bound for a claim to hold. */
    static Verdict below(Factor factor, double bound) {
        return factor.high() < bound ? CONFIRMED : factor.low() > bound ? REFUTED : NOT_HERE;
    }
}
