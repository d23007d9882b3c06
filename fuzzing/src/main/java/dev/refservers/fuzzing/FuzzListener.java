package dev.refservers.fuzzing;

import java.util.List;

/** Is told how fuzzing goes on, by its thread. */
@FunctionalInterface
public interface FuzzListener {

    /** Nobody. */
    FuzzListener NONE = (_, _, _) -> {};

    /** So many commands have been sent to this target, and divergences of so many kinds were found. */
    void played(String target, long commands, int divergences);

    /** What would be the results if this were the end. */
    default void soFar(List<FuzzResult> results) {}
}
