package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** One connection of an episode to one server. Used by one thread. */
final class Line {

    /** How the server has ended it. */
    enum End {
        NOT_YET, EOF, RESET
    }

    private static final Bytes PROTOCOL_ERROR = Bytes.of("-ERR Protocol error");
    private static final byte[] NONE = new byte[0];

    /** More than an episode can need. A server that sends without end is read no further. */
    private static final long MOST_BYTES = 64 << 20;

    /** What a reply costs that has no bytes. */
    private static final int REPLY_BYTES = 64;

    /** So much at once: others want to be read, and time to be looked at. */
    private static final int BYTES_AT_ONCE = 1 << 20;
    private static final long WRITE_LIMIT_NANOS = 5_000_000_000L;

    private final String name;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final List<String> asked = new ArrayList<>();
    private final List<Bytes> replies = new ArrayList<>();
    private byte[] rest = NONE;
    private int restSize;
    private ReplySplitter splitter = new ReplySplitter(0);
    private long received;
    private Bytes id = Argument.NOBODY;
    private String raw = "";
    private int answered;
    private End end = End.NOT_YET;
    private boolean left;
    private boolean endKnown;

    Line(String name, InetSocketAddress server, Selector selector) throws IOException {
        this.name = name;
        channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(server);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException failed) {
            channel.close();
            throw new IOException("no connection to " + server + ": " + failed.getMessage(), failed);
        }
    }

    String name() {
        return name;
    }

    Bytes id() {
        return isOpen() ? id : Argument.NOBODY;
    }

    void knowId(Bytes known) {
        id = known;
    }

    End end() {
        return end;
    }

    /** Whether neither the server nor the client has ended anything. */
    boolean isOpen() {
        return end == End.NOT_YET && !left;
    }

    /** Whether the server will end it, as far as can be told from what was said last. */
    boolean mustEnd() {
        boolean quit = !replies.isEmpty() && asked(replies.size() - 1).regionMatches(true, 0, "QUIT", 0, 4);
        boolean wrong = !replies.isEmpty() && replies.getLast().indexOf(PROTOCOL_ERROR) == 0;
        return channel.isOpen() && (left || quit || wrong);
    }

    /** Whether its end has been compared. */
    boolean endKnown() {
        return endKnown;
    }

    void acknowledgeEnd() {
        endKnown = true;
    }

    /** What was asked where the next reply but {@code ahead} is the answer, as declared differences see it. */
    String asked(int ahead) {
        int number = answered + ahead;
        return number >= 0 && number < asked.size() ? asked.get(number) : raw;
    }

    /** Replies that came since they were last taken. */
    List<Bytes> replies() {
        return replies;
    }

    /** What came of a reply that is not complete. */
    Bytes rest() {
        return Bytes.of(rest, 0, restSize);
    }

    /** The replies so far, which are then gone. */
    List<Bytes> takeReplies() {
        List<Bytes> taken = List.copyOf(replies);
        answered += taken.size();
        replies.clear();
        received = restSize;
        return taken;
    }

    /** Sends a move's items; a write that fails is no verdict, since what the server said before can still be read. */
    void send(Move.Send send, IntFunction<Bytes> ids) throws IOException {
        Bytes all = Bytes.EMPTY;
        for (Item item : send.items()) {
            all = all.and(item.bytes(ids));
            if (item instanceof Item.Command && raw.isEmpty()) {
                asked.add(item.shown());
            } else if (item instanceof Item.Raw) {
                raw = item.shown();
            }
        }
        int from = 0;
        for (int cut : send.cuts()) {
            int to = Math.min(cut, all.size());
            write(all.slice(from, to));
            from = to;
        }
        write(all.slice(from, all.size()));
        if (send.thenHalfClose()) {
            halfClose();
        }
    }

    void write(Bytes bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
        long until = System.nanoTime() + WRITE_LIMIT_NANOS;
        try {
            while (buffer.hasRemaining()) {
                if (channel.write(buffer) == 0) {
                    if (System.nanoTime() - until >= 0) {
                        return;
                    }
                    read(ByteBuffer.allocate(1 << 16));
                    Thread.onSpinWait();
                }
            }
        } catch (IOException closedByServer) {
            read(ByteBuffer.allocate(1 << 16));
        }
    }

    void halfClose() throws IOException {
        left = true;
        try {
            channel.shutdownOutput();
        } catch (IOException gone) {
            read(ByteBuffer.allocate(1 << 16));
        }
    }

    /** Goes at once. */
    void close(boolean reset) throws IOException {
        left = true;
        if (reset && channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    /** Reads what is there; returns whether that was anything, be it the end. */
    boolean read(ByteBuffer buffer) {
        boolean any = false;
        long most = received + BYTES_AT_ONCE;
        while (end == End.NOT_YET && channel.isOpen() && received < most) {
            try {
                int count = channel.read(buffer.clear());
                if (count == 0) {
                    return any;
                }
                if (count < 0) {
                    ended(End.EOF);
                } else {
                    received(buffer.flip());
                }
            } catch (IOException reset) {
                ended(End.RESET);
            }
            any = true;
        }
        return any;
    }

    private void ended(End how) {
        end = how;
        // The socket stays open until the episode is over, but the end of its stream would be reported again and again.
        key.cancel();
    }

    private void received(ByteBuffer buffer) {
        int count = buffer.remaining();
        received += count;
        if (restSize + count > rest.length) {
            rest = Arrays.copyOf(rest, Math.max(restSize + count, 2 * rest.length));
        }
        buffer.get(rest, restSize, count);
        restSize += count;
        int from = 0;
        for (int to = splitter.endOf(rest, restSize); to != ReplySplitter.INCOMPLETE; to = splitter.endOf(rest,
                restSize)) {
            replies.add(Bytes.of(rest, from, to - from));
            received += REPLY_BYTES;
            from = to;
            splitter = new ReplySplitter(from);
        }
        restSize -= from;
        rest = restSize == 0 ? NONE : from == 0 ? rest : Arrays.copyOfRange(rest, from, from + restSize);
        splitter.moved(from);
        if (received > MOST_BYTES) {
            replies.add(rest());
            ended(End.RESET);
        }
    }
}
