package dev.refservers.conformance.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, when, and what came back.
 *
 * @param client who asked; one that comes back after a reset has another number
 * @param callNanos before the request was sent
 * @param returnNanos after the reply was read, or {@link #PENDING}
 * @param keys those of the command: source and destination of a move
 * @param arguments the elements of a push, the time-out of a command that waits, else nothing
 * @param result as {@link #text} writes replies; null if none came
 */
record Operation(int client, long callNanos, long returnNanos, Kind kind, List<String> keys, List<String> arguments,
        @Nullable String result) {

    /** The connection was reset before an answer came. */
    static final long PENDING = Long.MAX_VALUE;

    /** The result where there was no element. */
    static final String NIL = "nil";

    /** Moves take from the left and put to the right. */
    enum Kind {
        RPUSH,
        LPUSH,
        LPOP,
        RPOP,
        LLEN,
        LRANGE,
        LMOVE,
        BLPOP,
        BRPOP,
        BLMOVE,
        /** A transaction: a push to the first key, a move from there to the second, the first one's length. */
        EXEC,
        /** How many clients wait for an element: {@code blocked_clients} of INFO. */
        WAITING;

        boolean waits() {
            return this == BLPOP || this == BRPOP || this == BLMOVE;
        }

        boolean moves() {
            return this == LMOVE || this == BLMOVE || this == EXEC;
        }

        boolean pushes() {
            return this == RPUSH || this == LPUSH || this == EXEC;
        }

        boolean looksOnly() {
            return this == LLEN || this == LRANGE || this == WAITING;
        }

        boolean takesFromTheLeft() {
            return this != RPOP && this != BRPOP;
        }
    }

    /** The requests by which a client asks for it; the reply to the last one is the answer. */
    static List<String[]> requests(Kind kind, List<String> keys, List<String> arguments) {
        if (kind != Kind.EXEC) {
            return List.<String[]>of(words(kind, keys, arguments));
        }
        return List.of(new String[]{"MULTI"}, words(Kind.RPUSH, keys.subList(0, 1), arguments),
                words(Kind.LMOVE, keys, List.of()), words(Kind.LLEN, keys.subList(0, 1), List.of()),
                new String[]{"EXEC"});
    }

    /** The same in the words of one command. */
    static String[] words(Kind kind, List<String> keys, List<String> arguments) {
        if (kind == Kind.WAITING) {
            return new String[]{"INFO", "clients"};
        }
        List<String> words = new ArrayList<>();
        words.add(kind.name());
        words.addAll(keys);
        if (kind.moves()) {
            words.addAll(List.of("LEFT", "RIGHT"));
        } else if (kind == Kind.LRANGE) {
            words.addAll(List.of("0", "-1"));
        }
        words.addAll(arguments);
        return words.toArray(String[]::new);
    }

    /** A reply as results have it. */
    static String text(@Nullable Object reply) {
        return reply == null ? NIL : reply.toString();
    }

    Operation withResult(@Nullable String came) {
        return new Operation(client, callNanos, returnNanos, kind, keys, arguments, came);
    }

    boolean pending() {
        return returnNanos == PENDING;
    }

    /** Whether the client may have seen this answer: it has, or was gone before any came. */
    boolean agreesWith(String answer) {
        return result == null || result.equals(answer);
    }

    /** Whether its wait may have ended without an element: at its time, or since its client was gone. */
    boolean mayGiveUp() {
        return kind.waits() && agreesWith(NIL);
    }

    /** For a reader, in milliseconds since {@code originNanos}. */
    String line(long originNanos) {
        return String.format(Locale.ROOT, "%10.3f %10s  client %-4d %s → %s", (callNanos - originNanos) / 1e6,
                pending() ? "never" : String.format(Locale.ROOT, "%.3f", (returnNanos - originNanos) / 1e6), client,
                String.join(" ", words(kind, keys, arguments)), result == null ? "reset" : result);
    }
}
