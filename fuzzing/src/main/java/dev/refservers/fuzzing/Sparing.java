package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.List;
import java.util.Locale;

/** Leaves out of an episode what would end keys that are somebody else's. */
final class Sparing {

    private static final Item INSTEAD = new Item.Command(List.of(Argument.of("DEL"), Argument.of("k")), false);

    private Sparing() {}

    /** The same episode, with a DEL of one key in the place of each FLUSHALL. */
    static Episode of(Episode episode) {
        return episode.with(episode.moves().stream().map(Sparing::spared).toList());
    }

    private static Move spared(Move move) {
        return move instanceof Move.Send send ? send.with(send.items().stream().map(Sparing::spared).toList()) : move;
    }

    private static Item spared(Item item) {
        boolean flushes = item instanceof Item.Command command && !command.words().isEmpty()
                && command.words().getFirst() instanceof Argument.Text(Bytes word)
                && word.latin1().toUpperCase(Locale.ROOT).startsWith("FLUSH");
        return flushes ? INSTEAD : item;
    }
}
