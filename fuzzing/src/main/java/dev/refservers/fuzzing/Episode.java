package dev.refservers.fuzzing;

import java.util.List;

/**
 * A conversation of several connections with a server that is empty when it begins.
 *
 * @param number which one of its seed
 */
record Episode(long seed, int number, List<Move> moves) {

    Episode {
        moves = List.copyOf(moves);
    }

    Episode with(List<Move> others) {
        return new Episode(seed, number, others);
    }

    /** Commands and other things that are sent in it. */
    int items() {
        return moves.stream().mapToInt(move -> move instanceof Move.Send send ? send.items().size() : 0).sum();
    }

    /** Whether some command names the id of this connection. */
    boolean asksForIdOf(int connection) {
        Argument.IdOf id = new Argument.IdOf(connection);
        return moves.stream().anyMatch(move -> move instanceof Move.Send send && send.items().stream()
                .anyMatch(item -> item instanceof Item.Command command && command.words().contains(id)));
    }
}
