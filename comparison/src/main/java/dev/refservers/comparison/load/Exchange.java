package dev.refservers.comparison.load;

/**
 * A request and the one reply that is right, as ISO 8859-1 text.
 *
 * <p>
 * {@link #STAMP} in either is replaced by the number of the round, so that an old reply is not taken for a new one. All
 * turns of a round have the same number: what one turn pushes, the next may pop.
 */
public record Exchange(String request, String reply) {

    /** Stands for eight characters that differ from round to round. */
    public static final String STAMP = "########";
}
