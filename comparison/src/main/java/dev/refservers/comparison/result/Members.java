package dev.refservers.comparison.result;

import org.jspecify.annotations.Nullable;

/** What a file that somebody has changed may lack. */
final class Members {

    private Members() {}

    /**
     * Requires a member that every result has.
     *
     * @throws IllegalArgumentException if it is not there
     */
    static void require(@Nullable Object member, String name) {
        if (member == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }
}
