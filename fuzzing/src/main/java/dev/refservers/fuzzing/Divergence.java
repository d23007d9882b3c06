package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a target does otherwise than the reference.
 *
 * @param turn which move it shows after, from 0
 * @param connection the name of the connection that saw it; empty if none did
 * @param asked the command, as declared differences see it
 * @param expected the reply of the reference; empty if there is none
 * @param came the reply of the target; empty if there is none
 * @param what a sentence
 */
record Divergence(int turn, String connection, String asked, Optional<Bytes> expected, Optional<Bytes> came,
        String what) {

    /** The same for two that most likely have one cause. */
    String kind() {
        return command() + " | " + expected.map(Divergence::start).orElse("nothing") + " | "
                + came.map(Divergence::start).orElse("nothing");
    }

    /** The name of the command that it is about. */
    String command() {
        int space = asked.indexOf(' ');
        return (space < 0 ? asked : asked.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    private static String start(Bytes reply) {
        return reply.slice(0, Math.min(24, reply.size())).latin1().replaceAll("\\d+", "n");
    }
}
