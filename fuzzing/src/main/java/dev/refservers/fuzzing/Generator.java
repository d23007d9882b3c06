package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes episodes out of a seed: the same ones for the same seed and number of connections, whatever servers do.
 *
 * <p>
 * It does not know what servers answer, so it takes a connection for waiting from its first blocking command until it
 * closes, and says nothing on it meanwhile whose time would matter.
 */
final class Generator {

    private static final int MOVES = 60;
    private static final int MOST_ITEMS = 6;
    private static final int LAPSE_MILLIS = 15;
    private static final int MOST_CUTS = 3;
    private static final int MOST_INLINE_CHARACTERS = 4_000;
    private static final int NOBODY = -1;

    /** In one of so many episodes something may be said behind a wait that others can see. */
    private static final int BOLD = 4;
    private static final Pattern KILLS = Pattern.compile("(?i)CLIENT KILL");
    private static final Pattern WAITS = Pattern.compile("(?i)B[LR]");
    private static final Pattern BEGINS = Pattern.compile("(?i)MULTI");
    private static final Pattern ENDS = Pattern.compile("(?i)EXEC|DISCARD|RESET");
    private static final Pattern ENDS_SOMEHOW = Pattern.compile("(?i)EXEC|DISCARD|RESET|QUIT");
    private static final Pattern LOCAL = Pattern
            .compile("(?i)(PING|ECHO|AUTH|HELLO|CLIENT (ID|GETNAME|SETNAME)|SELECT|RESET|CONFIG|COMMAND|QUIT)");
    private static final Pattern ANSWERED_DIFFERENTLY = Pattern.compile("(?i)HELLO|CLIENT|COMMAND|CONFIG|INFO|SELECT");

    private final long seed;
    private final int connections;
    private int number;

    Generator(long seed, int connections) {
        this.seed = seed;
        this.connections = connections;
    }

    /** The next episode. */
    Episode next() {
        number++;
        return new Episode(seed, number, new Composer(new Random(seed * 1_000_003 + number)).moves());
    }

    /** Writes one episode. */
    private final class Composer {
        private final Random random;
        private final Arguments arguments;
        private final List<Move> moves = new ArrayList<>();
        private final Set<Integer> waiting = new HashSet<>();

        /** Who may have said things behind a wait that others can see; while there is one, all others say one at a time. */
        private int follower = NOBODY;

        /** Those of which nobody knows which reply is to what: they say nothing that servers may answer differently. */
        private final Set<Integer> unclear = new HashSet<>();

        /** Those that may have begun a transaction: what servers answer differently would be a part of one reply. */
        private final Set<Integer> transacting = new HashSet<>();

        Composer(Random random) {
            this.random = random;
            this.arguments = new Arguments(random, connections);
        }

        List<Move> moves() {
            while (moves.size() < MOVES) {
                move(chooseConnection());
            }
            return moves;
        }

        /** Mostly one that does not wait. */
        private int chooseConnection() {
            int chosen = random.nextInt(connections);
            for (int tries = 0; waiting.contains(chosen) && tries < 4; tries++) {
                chosen = random.nextInt(connections);
            }
            return chosen;
        }

        private void move(int connection) {
            int kind = random.nextInt(100);
            // Whoever has waited long enough leaves, so that not all of them wait for ever.
            boolean tired = waiting.contains(connection) && random.nextInt(3) == 0;
            if (kind < 3 || tired) {
                close(connection);
            } else if (kind < 5) {
                moves.add(new Move.HalfClose(connection));
                waiting.remove(connection);
                transacting.remove(connection);
            } else if (kind < 7) {
                lapse(connection);
            } else if (kind < 13) {
                raw(connection);
            } else if (kind < 19 && follower == NOBODY && !waiting.contains(connection)) {
                transaction(connection);
            } else {
                commands(connection);
            }
        }

        /** Whether nothing of this command can be seen by others, so that it does not matter when it is executed. */
        private static boolean isLocal(Item.Command command) {
            return LOCAL.matcher(command.shown()).lookingAt();
        }

        private void close(int connection) {
            follower = follower == connection ? NOBODY : follower;
            moves.add(new Move.Close(connection, random.nextBoolean()));
            waiting.remove(connection);
            unclear.remove(connection);
            transacting.remove(connection);
        }

        /** In one write, so that nobody waits in its midst, whatever has become of the connection before. */
        private void transaction(int connection) {
            List<Item> items = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                items.add(new Item.Command(List.of(Argument.of("WATCH"), arguments.choose("key")), false));
            }
            if (random.nextInt(12) == 0) {
                // Wrong by its number of arguments, it still ends what is watched, or not.
                String end = random.nextBoolean() ? "EXEC" : "DISCARD";
                items.add(new Item.Command(List.of(Argument.of(end), arguments.choose("key")), false));
            }
            items.add(new Item.Command(List.of(Argument.of("MULTI")), false));
            for (int count = random.nextInt(MOST_ITEMS); count > 0; count--) {
                items.add(queued());
            }
            String end = random.nextInt(8) == 0 ? "DISCARD" : "EXEC";
            items.add(new Item.Command(List.of(Argument.of(end)), false));
            transacting.remove(connection);
            moves.add(new Move.Send(connection, items, random.nextInt(12) == 0 ? cuts(items) : List.of(), false, 0));
        }

        private Item.Command queued() {
            while (true) {
                Item.Command command = new Item.Command(Grammar.command(random, arguments), false);
                if (!ENDS_SOMEHOW.matcher(command.shown()).lookingAt()
                        && !ANSWERED_DIFFERENTLY.matcher(command.shown()).lookingAt()) {
                    return command;
                }
            }
        }

        /** On a new connection, so that its time begins now, and not when an earlier wait has ended. */
        private void lapse(int connection) {
            close(connection);
            moves.add(new Move.Send(connection, List.of(new Item.Command(Grammar.shortWait(random, arguments), false),
                    new Item.Command(List.of(Argument.of("PING")), false)), List.of(), false, LAPSE_MILLIS));
        }

        /** In one write: what is behind an error must have arrived before the server closes, or a reset follows. */
        private void raw(int connection) {
            if (random.nextInt(20) == 0) {
                String browser = Garbage.BROWSER.get(random.nextInt(Garbage.BROWSER.size()));
                moves.add(send(connection, List.of(new Item.Raw(Bytes.of(browser)))));
                return;
            }
            if (waiting.contains(connection)) {
                close(connection);
            }
            List<Item> items = new ArrayList<>();
            for (int good = follower == NOBODY ? random.nextInt(3) : 0; good > 0; good--) {
                items.add(command(connection));
            }
            items.add(new Item.Raw(Garbage.any(random)));
            loseWhatIsBeforeAKill(items);
            moves.add(send(connection, items));
            unclear.add(connection);
            waiting.add(connection);
            if (random.nextBoolean()) {
                close(connection);
            }
        }

        private void commands(int connection) {
            List<Item> items = new ArrayList<>();
            boolean alone = follower != NOBODY && follower != connection;
            int count = alone || random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(MOST_ITEMS);
            while (items.size() < count) {
                if (random.nextInt(60) == 0) {
                    items.add(new Item.Blank(Bytes.of(Garbage.BLANK.get(random.nextInt(Garbage.BLANK.size())))));
                } else {
                    items.add(command(connection));
                }
            }
            Move.Send send = send(connection, items);
            loseWhatIsBeforeAKill(items);
            boolean maySplit = !alone && items.stream().noneMatch(Composer::closes);
            if (maySplit && random.nextInt(12) == 0) {
                send = new Move.Send(connection, items, cuts(items), false, 0);
            } else if (random.nextInt(80) == 0) {
                send = new Move.Send(connection, items, List.of(), true, 0);
            }
            moves.add(send);
        }

        /** Whether a client that was served and is then killed still gets its reply is a matter of luck. */
        private static void loseWhatIsBeforeAKill(List<Item> items) {
            for (int i = items.size() - 1; i > 0; i--) {
                if (KILLS.matcher(items.get(i).shown()).lookingAt()) {
                    items.subList(0, i).clear();
                    return;
                }
            }
        }

        private Item.Command command(int connection) {
            Item.Command command = new Item.Command(Grammar.command(random, arguments), false);
            boolean differs = ANSWERED_DIFFERENTLY.matcher(command.shown()).lookingAt();
            boolean unclearAnswer = unclear.contains(connection) && (differs || mayBeALineWithNul(command));
            if (unclearAnswer || (differs && transacting.contains(connection))
                    || (waiting.contains(connection) && !mayFollow(connection, command))) {
                return command(connection);
            }
            if (WAITS.matcher(command.shown()).lookingAt()) {
                waiting.add(connection);
            }
            if (BEGINS.matcher(command.shown()).matches()) {
                transacting.add(connection);
            } else if (ENDS.matcher(command.shown()).matches()) {
                transacting.remove(connection);
            }
            boolean inline = random.nextInt(10) == 0 && command.shown().length() < MOST_INLINE_CHARACTERS;
            return inline ? new Item.Command(command.words(), true) : command;
        }

        /** Behind an unfinished request it may be read line by line, and then NUL is left open. */
        private static boolean mayBeALineWithNul(Item.Command command) {
            return command.shown().contains("\\x00");
        }

        private static Move.Send send(int connection, List<Item> items) {
            return new Move.Send(connection, items, List.of(), false, 0);
        }

        /** Whether the server may close in the midst of it. */
        private static boolean closes(Item item) {
            return item.shown().regionMatches(true, 0, "QUIT", 0, 4) || KILLS.matcher(item.shown()).lookingAt();
        }

        private List<Integer> cuts(List<Item> items) {
            int size = items.stream().mapToInt(item -> item.bytes(_ -> Argument.NOBODY).size()).sum();
            return random.ints(1 + random.nextInt(MOST_CUTS), 1, Math.max(2, size)).sorted().distinct().boxed()
                    .toList();
        }

        /**
         * Whether the connection, which may wait, may say this behind it. When it is executed is not known: others go on
         * as soon as the wait ends. So it must be something that they can't see, or they must do one thing at a time.
         */
        private boolean mayFollow(int connection, Item.Command command) {
            if (isLocal(command)) {
                return true;
            }
            boolean bold = number % BOLD == 0 && (follower == NOBODY || follower == connection)
                    && !unclear.contains(connection);
            follower = bold ? connection : follower;
            return bold;
        }
    }
}
