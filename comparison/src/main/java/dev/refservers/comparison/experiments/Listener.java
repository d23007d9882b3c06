package dev.refservers.comparison.experiments;

/** Is told how a comparison goes on, by the thread that runs it. */
public interface Listener {

    /** The comparison begins, and will take about so long. */
    void begins(double expectedSeconds);

    /**
     * A step begins; the one before has ended.
     *
     * @param what it is, as a phrase
     * @param expectedSeconds how long it should take; the sum over all steps is what {@link #begins} was told
     */
    void step(String what, double expectedSeconds);

    /** Something that is worth a line of its own. */
    void note(String line);

    /** All steps have ended. */
    void ends();
}
