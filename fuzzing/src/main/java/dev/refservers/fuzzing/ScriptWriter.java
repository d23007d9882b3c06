package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.fuzzing.Transcript.Seen;
import dev.refservers.fuzzing.Transcript.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes an episode as a script that expects what the reference has said. */
final class ScriptWriter {

    private final Episode episode;
    private final Transcript transcript;
    private final Divergence divergence;
    private final Differences differences;
    private final List<String> lines = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Integer> opened = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private long blocked;

    private ScriptWriter(Episode episode, Transcript transcript, Divergence divergence, Differences differences) {
        this.episode = episode;
        this.transcript = transcript;
        this.divergence = divergence;
        this.differences = differences;
    }

    /**
     * The lines of the file.
     *
     * @param id the script's, as {@code fuzz/llen-3-17}
     */
    static List<String> write(String id, Episode episode, Transcript transcript, Divergence divergence,
            Differences differences) {
        return new ScriptWriter(episode, transcript, divergence, differences).write(id);
    }

    private List<String> write(String id) {
        for (int i = 0; i < transcript.turns().size(); i++) {
            Turn turn = transcript.turns().get(i);
            Move move = episode.moves().get(i);
            move(move);
            if (i == divergence.turn()) {
                lines.add("# Found because " + plain(divergence.what()));
            }
            expect(turn, move);
        }
        List<String> script = new ArrayList<>(List.of("id: " + id,
                "title: " + title() + " is answered as Redis answers it.",
                "spec: " + Grammar.ruleFor(divergence.asked()), "tags: fuzz"));
        if (opened.values().stream().mapToInt(Integer::intValue).sum() > 1) {
            script.add("needs: concurrent-clients");
        }
        script.add("");
        script.add("# Seed " + episode.seed() + ", episode " + episode.number() + ".");
        script.addAll(lines);
        return script;
    }

    private String title() {
        String words = divergence.asked().startsWith("raw ")
                ? ""
                : divergence.asked()
                        .replaceAll("[^A-Za-z].*", "").toUpperCase(Locale.ROOT);
        return words.isEmpty() ? "What may be no request" : words;
    }

    private static String plain(String sentence) {
        return Bytes.of(sentence.replace('…', '.')).quoted(400).replaceAll("^\"|\"$", "").replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }

    private void move(Move move) {
        switch (move) {
            case Move.Send send -> send(send);
            case Move.HalfClose half -> leave(half.connection(), "half-close");
            case Move.Close close -> leave(close.connection(), close.reset() ? "reset" : "close");
        }
    }

    private boolean isOpen(int connection) {
        String name = names.get(connection);
        return name != null && !gone.contains(name);
    }

    private void leave(int connection, String how) {
        String name = names.get(connection);
        if (name != null && gone.add(name)) {
            lines.add(name + "! " + how);
        }
    }

    private void send(Move.Send send) {
        int connection = send.connection();
        if (!isOpen(connection)) {
            int before = opened.merge(connection, 1, Integer::sum) - 1;
            String opening = Names.of(connection, before);
            names.put(connection, opening);
            if (episode.asksForIdOf(connection)) {
                lines.add(opening + "> CLIENT ID");
                lines.add(opening + "< :?" + idVariable(connection));
            }
        }
        String name = names.getOrDefault(connection, "");
        boolean plain = send.items().size() == 1 && send.cuts().isEmpty();
        StringBuilder together = new StringBuilder();
        for (Item item : send.items()) {
            if (item instanceof Item.Command command && (hasId(command) || (plain && !command.inline()))) {
                addBytes(name, together);
                lines.add(name + "> " + command.words().stream().map(this::word).collect(Collectors.joining(" ")));
            } else {
                together.append(' ').append(ReplyWords.quoted(item.bytes(_ -> Argument.NOBODY)));
            }
        }
        if (send.cuts().isEmpty() || send.items().stream().anyMatch(ScriptWriter::hasId)) {
            addBytes(name, together);
        } else {
            addPieces(name, send);
        }
        if (send.thenHalfClose()) {
            leave(connection, "half-close");
        }
    }

    private void addBytes(String name, StringBuilder together) {
        if (!together.isEmpty()) {
            lines.add(name + ">>" + together);
            together.setLength(0);
        }
    }

    private void addPieces(String name, Move.Send send) {
        Bytes all = Bytes.EMPTY;
        for (Item item : send.items()) {
            all = all.and(item.bytes(_ -> Argument.NOBODY));
        }
        int from = 0;
        List<Integer> ends = new ArrayList<>(send.cuts());
        ends.add(all.size());
        for (int end : ends) {
            int to = Math.min(end, all.size());
            if (from < to) {
                lines.add(name + ">> " + ReplyWords.quoted(all.slice(from, to)));
            }
            from = to;
        }
    }

    private static boolean hasId(Item item) {
        return item instanceof Item.Command command
                && command.words().stream().anyMatch(Argument.IdOf.class::isInstance);
    }

    private String word(Argument word) {
        return switch (word) {
            case Argument.Text text -> Item.isPlain(text.bytes())
                    ? text.bytes().latin1()
                    : ReplyWords.quoted(text.bytes());
            case Argument.IdOf id -> isOpen(id.connection())
                    ? "{" + idVariable(id.connection()) + "}"
                    : Argument.NOBODY.latin1();
        };
    }

    private static String idVariable(int connection) {
        return "id" + Names.of(connection, 0);
    }

    /** What is different on every server is not pinned, but where it differs in a way that is not declared. */
    private boolean mayDiffer(String asked, Bytes reply) {
        boolean isDivergence = asked.equals(divergence.asked())
                && divergence.expected().filter(reply::equals).isPresent();
        return !isDivergence && differences.mayConcern(asked, reply);
    }

    private void expect(Turn turn, Move move) {
        for (Seen seen : turn.seen()) {
            for (int i = 0; i < seen.replies().size(); i++) {
                Bytes reply = seen.replies().get(i);
                lines.add(seen.connection() + (mayDiffer(seen.asked().get(i), reply)
                        ? "< ?"
                        : ReplyWords.expectation(reply)));
            }
            if (seen.end() != Line.End.NOT_YET) {
                gone.add(seen.connection());
                lines.add(seen.connection() + (seen.end() == Line.End.EOF ? "< closed eof" : "< closed"));
            }
        }
        long now = turn.blocked().orElse(0);
        boolean moverSaw = turn.seen().stream().anyMatch(seen -> Names.isOf(seen.connection(), move.connection()));
        if (now != blocked || (now > 0 && !moverSaw)) {
            lines.add("await blocked " + now);
        }
        blocked = now;
    }
}
