package dev.refservers.comparison.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One connection and the conversation on it: turn after turn, round after round. Used by the reactor's thread. */
final class Client implements AutoCloseable {

    private final int index;
    private final SocketChannel channel;
    private final SelectionKey key;
    private Turn[] turns = {};
    private int next;
    private Turn turn;
    private Party party;
    private long round;
    private long spokenAt;
    private long sentAt;
    private long heardAt;
    private int answered;

    /** Connects, waiting until the kernel has the connection. */
    Client(int index, InetSocketAddress server, Selector selector, int patienceMillis) throws IOException {
        this.index = index;
        this.turn = new Turn(List.of());
        this.party = new Party(List.of());
        this.channel = SocketChannel.open();
        try {
            channel.socket().connect(server, patienceMillis);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Changes the conversation, and the number of its first round; nothing may be in flight. */
    void converse(Conversation conversation, String protocol, long firstRound) {
        round = firstRound;
        turns = conversation.turns(protocol, index).stream().map(Turn::new).toArray(Turn[]::new);
        next = 0;
    }

    /** Begins the next turn; as much of it as the socket takes is sent at once. */
    void speak(long now) throws IOException {
        speak(now, now);
    }

    /** The same, of a turn that should have begun at the first moment, and does now. */
    void speak(long due, long now) throws IOException {
        turn = turns[next];
        turn.stamp(round);
        if (++next == turns.length) {
            next = 0;
            round++;
        }
        answered = 0;
        spokenAt = due;
        sentAt = now;
        write();
    }

    /** Sends the rest of a turn that the socket did not take at once. */
    void write() throws IOException {
        channel.write(turn.request());
        boolean rest = turn.request().hasRemaining();
        if (rest != ((key.interestOps() & SelectionKey.OP_WRITE) != 0)) {
            key.interestOps(rest ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    /**
     * Takes what has come into {@code in}, a scratch buffer, and checks it.
     *
     * @return whether the turn has ended
     */
    boolean hear(ByteBuffer in, Recorder recorder) throws IOException, LoadFailure {
        in.clear();
        int count = channel.read(in);
        if (count <= 0) {
            if (count < 0) {
                throw new LoadFailure("the server closed connection " + index + " in round " + round);
            }
            return false;
        }
        in.flip();
        ByteBuffer replies = turn.replies();
        check(in, replies);
        replies.position(replies.position() + count);
        int whole = turn.answered(answered);
        heardAt = System.nanoTime();
        if (whole > answered) {
            recorder.record(spokenAt, sentAt, heardAt, whole - answered);
            answered = whole;
        }
        return whole == turn.exchanges();
    }

    /** Whether the turn that has just ended was the last of its round. */
    boolean roundEnded() {
        return next == 0;
    }

    /** Takes note of those with whom it goes from round to round. */
    void join(Party newParty) {
        party = newParty;
    }

    /** Those with whom it goes from round to round. */
    Party party() {
        return party;
    }

    /** The number of the next round. */
    long round() {
        return round;
    }

    /** When the last bytes came, {@link System#nanoTime()}. */
    long heardAt() {
        return heardAt;
    }

    /** Replies that are still to come. */
    int owed() {
        return turn.exchanges() - answered;
    }

    /** Whether a part of the next reply has come. */
    boolean torn() {
        return turn.torn(answered);
    }

    /** Closes the connection; what is still sent to it is lost. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("connection " + index + " could not be closed", failed);
        }
    }

    private void check(ByteBuffer in, ByteBuffer replies) throws LoadFailure {
        int expected = replies.remaining();
        if (in.remaining() <= expected) {
            replies.limit(replies.position() + in.remaining());
        }
        int wrong = in.mismatch(replies);
        replies.limit(replies.capacity());
        if (wrong >= 0) {
            throw new LoadFailure("connection " + index + ", round " + round + ": got " + excerpt(in, wrong)
                    + (wrong == expected ? " after the last reply" : ", expected " + excerpt(replies, wrong)));
        }
    }

    static String excerpt(ByteBuffer bytes, int from) {
        byte[] some = new byte[Math.min(32, bytes.remaining() - from)];
        bytes.get(bytes.position() + from, some);
        return '"' + new String(some, StandardCharsets.ISO_8859_1)
                .replace("\\", "\\\\")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replaceAll("[^\\x20-\\x7e]", "?") + '"';
    }
}
