package dev.refservers.conformance.fuzz;

/** Is told how fuzzing goes on, by its thread. */
@FunctionalInterface
public interface FuzzListener {

    /** Nobody. */
    FuzzListener NONE = (_, _, _) -> {};

    /** So many commands have been sent to this target, and divergences of so many kinds were found. */
    void played(String target, long commands, int divergences);
}
