package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.List;
import java.util.OptionalLong;

/** What came of each move of an episode on the server that is right by definition. */
record Transcript(List<Turn> turns) {

    Transcript {
        turns = List.copyOf(turns);
    }

    /**
     * Whether in both as much came of each move, whatever it was: what is said on another day names other ids and times.
     */
    boolean agreesWith(Transcript other) {
        return shape().equals(other.shape());
    }

    private List<String> shape() {
        return turns.stream().map(turn -> turn.blocked() + " " + turn.seen().stream()
                .map(seen -> seen.connection() + " " + seen.replies().size() + " " + seen.end()).toList()).toList();
    }

    /**
     * What one move has caused everywhere.
     *
     * @param seen what connections saw, in the order in which they were opened; those that saw nothing are left out
     * @param blocked how many clients wait then
     */
    record Turn(List<Seen> seen, OptionalLong blocked) {
        Turn {
            seen = List.copyOf(seen);
        }
    }

    /**
     * What one connection saw.
     *
     * @param asked what each reply is the answer to, as declared differences see it
     * @param end whether the server has ended the connection by now
     */
    record Seen(String connection, List<String> asked, List<Bytes> replies, Line.End end) {
        Seen {
            asked = List.copyOf(asked);
            replies = List.copyOf(replies);
        }
    }
}
