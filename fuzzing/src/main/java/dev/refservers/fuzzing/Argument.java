package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;

/** One argument of a command. */
sealed interface Argument {

    /** An id that no client has. */
    Bytes NOBODY = Bytes.of("999999999");

    /** These bytes. */
    record Text(Bytes bytes) implements Argument {}

    /** What {@code CLIENT ID} says on a connection, which differs from server to server; or {@link #NOBODY}. */
    record IdOf(int connection) implements Argument {}

    static Argument of(String characters) {
        return new Text(Bytes.of(characters));
    }
}
