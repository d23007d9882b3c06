package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who was killed by a client that its own command had just woken. Redis writes replies only when all who were woken have
 * had their turn, so the reply to that command is dropped with its client; elsewhere it may be on its way.
 */
final class Killed {

    /** Stands before what such a client asked, for {@code differences.txt}. */
    static final String MARK = "{killed} ";

    private static final Pattern KILL = Pattern.compile("(?i:CLIENT KILL ID) \\{id-(\\d+)}(?i: SKIPME (yes|no))?");
    private static final Bytes ONE = Bytes.of(":1\r\n");

    private Killed() {}

    /**
     * The name of the connection that moved, if in that turn another one said that it has killed it, and the reference
     * has ended it; empty otherwise.
     */
    static String byWhomItHasWoken(Move move, Transcript.Turn turn) {
        return turn.seen().stream()
                .filter(seen -> Names.isOf(seen.connection(), move.connection()) && seen.end() != Line.End.NOT_YET)
                .filter(_ -> turn.seen().stream().anyMatch(seen -> kills(seen, move.connection())))
                .map(Transcript.Seen::connection).findFirst().orElse("");
    }

    private static boolean kills(Transcript.Seen killer, int victim) {
        if (Names.isOf(killer.connection(), victim)) {
            return false;
        }
        for (int i = 0; i < killer.replies().size(); i++) {
            Matcher kill = KILL.matcher(killer.asked().get(i));
            if (kill.matches() && Integer.parseInt(kill.group(1)) == victim && killer.replies().get(i).equals(ONE)) {
                return true;
            }
        }
        return false;
    }
}
