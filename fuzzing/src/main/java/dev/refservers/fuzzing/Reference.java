package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.targets.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The server that is right by definition: plays episodes, and tells what came of them. Used by one thread. */
final class Reference implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** An end may come a little later than the reply before it. */
    private static final Duration LATE_END = Duration.ofMillis(300);

    private static final Duration SLOWLY = Duration.ofMillis(30);

    /** What Redis reads of a connection in one turn of its event loop. */
    private static final int BYTES_IN_A_TURN = 16 << 10;

    private final Peer peer;

    /** Connects to {@code server}, which must have one thread for all connections, as Redis has. */
    Reference(RunningServer server) throws IOException {
        peer = new Peer(server, true, PATIENCE);
    }

    /** See {@link Peer#mustBeEmpty}. */
    void mustBeEmpty() throws IOException {
        peer.mustBeEmpty();
    }

    /** Plays an episode from its beginning to its end. */
    Transcript play(Episode episode) throws IOException {
        return play(episode, Duration.ZERO);
    }

    /** The same, but waits after each move, for a machine that is busy with other things. */
    Transcript playSlowly(Episode episode) throws IOException {
        return play(episode, SLOWLY);
    }

    private Transcript play(Episode episode, Duration pause) throws IOException {
        peer.begin();
        List<Transcript.Turn> turns = new ArrayList<>();
        Map<Line, Boolean> ended = new HashMap<>();
        for (Move move : episode.moves()) {
            peer.act(move, episode);
            peer.await(() -> false, pause);
            OptionalLong blocked = settle(move);
            turns.add(new Transcript.Turn(seen(ended), blocked));
        }
        return new Transcript(turns);
    }

    /**
     * Waits until nothing moves any more. Each question goes through a whole turn of the server's event loop; when the
     * second one comes back and nothing else has come in between, all is there.
     */
    private OptionalLong settle(Move move) throws IOException {
        int turns = 2;
        if (move instanceof Move.Send send) {
            turns += send.items().stream().mapToInt(item -> item.bytes(_ -> Argument.NOBODY).size()).sum()
                    / BYTES_IN_A_TURN;
            if (send.lapseMillis() > 0) {
                peer.await(() -> false, Duration.ofMillis(send.lapseMillis()));
            }
        }
        OptionalLong blocked = OptionalLong.empty();
        boolean moved = true;
        for (int turn = 1; turn <= turns || moved; turn++) {
            blocked = peer.blocked();
            moved = peer.drain();
        }
        if (!endsHaveCome()) {
            peer.await(this::endsHaveCome, LATE_END);
            // Whoever has ended does not wait any more.
            blocked = peer.blocked();
            peer.drain();
        }
        return blocked;
    }

    private boolean endsHaveCome() {
        return peer.lines().stream().noneMatch(line -> line.mustEnd() && line.end() == Line.End.NOT_YET);
    }

    private List<Transcript.Seen> seen(Map<Line, Boolean> ended) {
        List<Transcript.Seen> seen = new ArrayList<>();
        for (Line line : peer.lines()) {
            boolean endsNow = line.end() != Line.End.NOT_YET && ended.putIfAbsent(line, true) == null;
            if (!line.replies().isEmpty() || endsNow) {
                List<String> asked = IntStream.range(0, line.replies().size()).mapToObj(line::asked).toList();
                List<Bytes> replies = line.takeReplies();
                seen.add(new Transcript.Seen(line.name(), asked, replies, line.end()));
            }
        }
        return seen;
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
