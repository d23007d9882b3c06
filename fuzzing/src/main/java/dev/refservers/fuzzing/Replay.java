package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.fuzzing.Transcript.Seen;
import dev.refservers.fuzzing.Transcript.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plays episodes on a target, and compares what comes with what came on the reference. Used by one thread. */
final class Replay implements AutoCloseable {

    private static final Bytes NOTHING = Bytes.EMPTY;

    private final Peer peer;
    private final Differences differences;
    private final Duration patience;

    /**
     * Connects.
     *
     * @param patience how long a reply may take that the reference has given
     */
    Replay(RunningServer target, boolean severalClients, Differences differences, Duration patience)
            throws IOException {
        this.peer = new Peer(target, severalClients, patience);
        this.differences = differences;
        this.patience = patience;
    }

    /** See {@link Peer#mustBeEmpty}. */
    void mustBeEmpty() throws IOException {
        peer.mustBeEmpty();
    }

    /** The first divergence, after which the two have nothing in common any more; empty if there is none. */
    Optional<Divergence> play(Episode episode, Transcript transcript) throws IOException {
        peer.begin();
        long blockedBefore = 0;
        for (int i = 0; i < episode.moves().size(); i++) {
            Turn turn = transcript.turns().get(i);
            peer.act(episode.moves().get(i), episode);
            String killed = Killed.byWhomItHasWoken(episode.moves().get(i), turn);
            Map<String, Seen> expected = turn.seen().stream()
                    .collect(Collectors.toMap(Seen::connection, Function.identity()));
            boolean came = peer.await(() -> hasCome(expected), patience.plus(lapse(episode.moves().get(i))));
            Optional<Divergence> divergence = compare(i, expected, killed);
            if (divergence.isPresent()) {
                return divergence;
            }
            if (!came) {
                throw new IllegalStateException("what was waited for in vain is not missing");
            }
            long blocked = turn.blocked().orElse(0);
            if ((blocked > 0 || blockedBefore > 0) && !peer.awaitBlocked(blocked)) {
                return Optional.of(new Divergence(i, "", "INFO clients", Optional.empty(), Optional.empty(),
                        "After move " + (i + 1) + " INFO tells blocked_clients:" + peer.blocked().orElse(-1)
                                + ", and on the reference blocked_clients:" + blocked + "."));
            }
            blockedBefore = blocked;
        }
        // One more question, and whatever has come too much is there.
        peer.blocked();
        peer.drain();
        return compare(episode.moves().size() - 1, Map.of(), "");
    }

    private static Duration lapse(Move move) {
        return Duration.ofMillis(move instanceof Move.Send send ? send.lapseMillis() : 0);
    }

    private boolean hasCome(Map<String, Seen> expected) {
        for (Line line : peer.lines()) {
            Seen seen = expected.get(line.name());
            if (seen != null && !ends(line) && (line.replies().size() < seen.replies().size() || ends(seen))) {
                return false;
            }
        }
        return true;
    }

    private static boolean ends(Seen seen) {
        return seen.end() != Line.End.NOT_YET;
    }

    private static boolean ends(Line line) {
        return line.end() != Line.End.NOT_YET;
    }

    private Optional<Divergence> compare(int turn, Map<String, Seen> expected, String killed) {
        for (Line line : peer.lines()) {
            Seen seen = expected.getOrDefault(line.name(),
                    new Seen(line.name(), List.of(), List.of(), Line.End.NOT_YET));
            Optional<Divergence> divergence = compare(turn, line, seen,
                    line.name().equals(killed) ? Killed.MARK : "");
            if (divergence.isPresent()) {
                return divergence;
            }
            line.takeReplies();
        }
        return Optional.empty();
    }

    private Optional<Divergence> compare(int turn, Line line, Seen seen, String circumstance) {
        List<Bytes> came = line.replies();
        for (int i = 0; i < Math.max(came.size(), seen.replies().size()); i++) {
            String asked = i < seen.asked().size() ? seen.asked().get(i) : line.asked(i);
            Bytes wanted = i < seen.replies().size() ? seen.replies().get(i) : NOTHING;
            Bytes got = i < came.size() ? came.get(i) : NOTHING;
            if (!wanted.equals(got) && !differences.allow(circumstance + asked, wanted, got)) {
                return Optional.of(new Divergence(turn, line.name(), asked, present(wanted), present(got),
                        line.name() + " asked " + shortened(asked) + "; the reference says " + said(wanted)
                                + ", the target " + (got.size() == 0 ? missing(line) : said(got)) + "."));
            }
        }
        boolean mustEnd = ends(seen);
        boolean wasToldBefore = ends(line) && line.endKnown();
        if (ends(line) != mustEnd && !wasToldBefore) {
            return Optional.of(new Divergence(turn, line.name(), line.asked(came.size() - 1), Optional.empty(),
                    Optional.empty(), "After move " + (turn + 1) + " the reference "
                            + (mustEnd ? "has closed " : "has left open ") + line.name() + ", and the target "
                            + (mustEnd ? "has not." : "has closed it.")));
        }
        if (mustEnd && seen.end() == Line.End.EOF && line.end() == Line.End.RESET) {
            return Optional.of(new Divergence(turn, line.name(), line.asked(came.size() - 1), Optional.empty(),
                    Optional.empty(), "The reference closes " + line.name() + " in order, the target resets it."));
        }
        if (mustEnd) {
            line.acknowledgeEnd();
        }
        return Optional.empty();
    }

    private static Optional<Bytes> present(Bytes reply) {
        return reply.size() == 0 ? Optional.empty() : Optional.of(reply);
    }

    private static String said(Bytes reply) {
        return reply.size() == 0 ? "nothing" : reply.quoted(200);
    }

    private static String missing(Line line) {
        return line.rest().size() > 0
                ? "only the beginning of a reply, " + line.rest().quoted(100)
                : ends(line) ? "nothing, and has closed the connection" : "nothing";
    }

    private static String shortened(String asked) {
        return asked.length() <= 200 ? asked : asked.substring(0, 200) + "…";
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
