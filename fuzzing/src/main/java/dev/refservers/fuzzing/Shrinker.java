package dev.refservers.fuzzing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes an episode that shows a divergence as short as it can, by leaving things out as long as a divergence stays: half
 * of the moves, a quarter, … one (delta debugging), then connections, items, arguments and long texts. Used by one thread.
 */
final class Shrinker {

    /** Plays an episode on both servers. */
    interface Trial {
        Optional<Divergence> run(Episode episode) throws IOException;
    }

    private final Trial trial;
    private final long untilNanos;
    private Episode shortest;
    private Divergence divergence;
    private int tries;

    private Shrinker(Trial trial, Episode episode, Divergence divergence, Duration limit) {
        this.trial = trial;
        this.shortest = episode;
        this.divergence = divergence;
        this.untilNanos = System.nanoTime() + limit.toNanos();
    }

    /**
     * What is left of an episode.
     *
     * @param tries how many others were played to find it
     */
    record Shrunk(Episode episode, Divergence divergence, int tries) {}

    /** Shrinks an episode that shows this divergence, for no longer than {@code limit}. */
    static Shrunk shrink(Trial trial, Episode episode, Divergence divergence, Duration limit) throws IOException {
        Shrinker shrinker = new Shrinker(trial, episode, divergence, limit);
        shrinker.cutBehindDivergence();
        int before;
        do {
            before = shrinker.size();
            shrinker.leaveOutMoves();
            shrinker.mergeConnections();
            shrinker.leaveOutItems();
            shrinker.simplifyItems();
        } while (shrinker.size() < before && shrinker.hasTime());
        return new Shrunk(shrinker.shortest, shrinker.divergence, shrinker.tries);
    }

    private boolean hasTime() {
        return System.nanoTime() - untilNanos < 0;
    }

    private int size() {
        return shortest.moves().size() + shortest.moves().stream().filter(Move.Send.class::isInstance)
                .map(Move.Send.class::cast).flatMap(send -> send.items().stream())
                .mapToInt(item -> 1 + (item instanceof Item.Command command ? command.words().size() : 0)).sum();
    }

    private boolean keepIfDiverging(List<Move> moves) throws IOException {
        if (!hasTime() || moves.isEmpty()) {
            return false;
        }
        tries++;
        Episode candidate = shortest.with(moves);
        Optional<Divergence> found = trial.run(candidate);
        boolean same = found.isPresent() && found.get().command().equals(divergence.command());
        if (same) {
            shortest = candidate;
            divergence = found.orElseThrow();
            cutBehindDivergence();
        }
        return same;
    }

    private void cutBehindDivergence() {
        shortest = shortest.with(shortest.moves().subList(0, divergence.turn() + 1));
    }

    private void leaveOutMoves() throws IOException {
        for (int chunk = Math.max(1, shortest.moves().size() / 2); chunk >= 1; chunk /= 2) {
            // From the end: what is there has the least to do with what comes before.
            for (int from = shortest.moves().size() - chunk; from >= 0; from -= chunk) {
                int to = Math.min(from + chunk, shortest.moves().size());
                if (from < to) {
                    List<Move> fewer = new ArrayList<>(shortest.moves());
                    fewer.subList(from, to).clear();
                    keepIfDiverging(fewer);
                }
            }
        }
    }

    /** Lets each connection's moves be made by another one instead. */
    private void mergeConnections() throws IOException {
        List<Integer> connections = shortest.moves().stream().map(Move::connection).distinct().sorted().toList();
        for (int gone : connections.reversed()) {
            for (int other : connections) {
                if (other < gone && keepIfDiverging(shortest.moves().stream()
                        .map(move -> move.connection() == gone ? by(move, other) : move).toList())) {
                    break;
                }
            }
        }
    }

    private static Move by(Move move, int connection) {
        return switch (move) {
            case Move.Send send -> new Move.Send(connection, send.items(), send.cuts(), send.thenHalfClose(),
                    send.lapseMillis());
            case Move.HalfClose _ -> new Move.HalfClose(connection);
            case Move.Close close -> new Move.Close(connection, close.reset());
        };
    }

    private void leaveOutItems() throws IOException {
        for (int i = shortest.moves().size() - 1; i >= 0; i--) {
            for (int item = items(i).size() - 1; item >= 0 && items(i).size() > 1; item--) {
                if (item < items(i).size()) {
                    List<Item> fewer = new ArrayList<>(items(i));
                    fewer.remove(item);
                    replace(i, send(i).with(fewer).uncut());
                }
            }
            if (i < shortest.moves().size() && shortest.moves().get(i) instanceof Move.Send send
                    && (!send.cuts().isEmpty() || send.thenHalfClose())) {
                replace(i, new Move.Send(send.connection(), send.items(), List.of(), false, send.lapseMillis()));
            }
        }
    }

    private void simplifyItems() throws IOException {
        for (int i = shortest.moves().size() - 1; i >= 0; i--) {
            for (int item = 0; item < items(i).size(); item++) {
                if (items(i).get(item) instanceof Item.Command command) {
                    simplify(i, item, command);
                }
            }
        }
    }

    private void simplify(int move, int item, Item.Command command) throws IOException {
        Item.Command simplest = command;
        if (command.inline()) {
            simplest = tryInstead(move, item, simplest, new Item.Command(command.words(), false));
        }
        for (int word = command.words().size() - 1; word >= 1; word--) {
            List<Argument> fewer = new ArrayList<>(simplest.words());
            Argument removed = fewer.remove(word);
            Item.Command without = tryInstead(move, item, simplest, new Item.Command(fewer, simplest.inline()));
            if (without.equals(simplest) && removed instanceof Argument.Text text && text.bytes().size() > 10) {
                List<Argument> shorter = new ArrayList<>(simplest.words());
                shorter.set(word, Argument.of("x"));
                without = tryInstead(move, item, simplest, new Item.Command(shorter, simplest.inline()));
            }
            simplest = without;
        }
    }

    /** The other one if it shows a divergence too. */
    private Item.Command tryInstead(int move, int item, Item.Command now, Item.Command other) throws IOException {
        if (item >= items(move).size()) {
            return now;
        }
        List<Item> items = new ArrayList<>(items(move));
        items.set(item, other);
        return replace(move, send(move).with(items)) ? other : now;
    }

    private boolean replace(int index, Move move) throws IOException {
        List<Move> moves = new ArrayList<>(shortest.moves());
        moves.set(index, move);
        return keepIfDiverging(moves);
    }

    private Move.Send send(int move) {
        if (shortest.moves().get(move) instanceof Move.Send send) {
            return send;
        }
        throw new IllegalStateException("move " + move + " sends nothing");
    }

    private List<Item> items(int move) {
        return move < shortest.moves().size() && shortest.moves().get(move) instanceof Move.Send send
                ? send.items()
                : List.of();
    }
}
