package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.targets.OwnKeys;
import dev.refservers.conformance.targets.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the two servers: the connections of the episode to it, and one beside them by which it is emptied and asked who
 * waits. Used by one thread.
 */
final class Peer implements AutoCloseable {

    private static final Pattern BLOCKED = Pattern.compile("(?m)^blocked_clients:(\\d{1,18})\r?$");
    private static final Bytes FLUSH = Bytes.of("FLUSHALL\r\n");
    private static final Bytes CLIENTS = Bytes.of("INFO clients\r\n");
    private static final Bytes CLIENT_ID = Bytes.of("CLIENT ID\r\n");
    private static final int BUFFER_BYTES = 1 << 16;

    private final InetSocketAddress address;
    private final Optional<OwnKeys> keys;
    private final boolean severalClients;
    private final Duration patience;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<Line> lines = new ArrayList<>();
    private final Map<Integer, Line> current = new HashMap<>();
    private Line control;

    /**
     * Connects.
     *
     * @param severalClients false if the server serves one client at a time: then there is no connection beside
     * @param patience how long anything may take
     */
    Peer(RunningServer server, boolean severalClients, Duration patience) throws IOException {
        this.address = server.address();
        this.keys = server.ownKeys();
        this.severalClients = severalClients;
        this.patience = patience;
        selector = Selector.open();
        control = new Line("control", address, selector);
    }

    /** Leaves the episode before, and empties the server. */
    void begin() throws IOException {
        for (Line line : lines) {
            line.close(true);
        }
        selector.selectNow();
        lines.clear();
        current.clear();
        if (!severalClients && !control.isOpen()) {
            control = new Line("control", address, selector);
        }
        awaitBlocked(0);
        empty();
        if (!severalClients) {
            control.close(false);
        }
    }

    /** Of a server that is somebody's, only what was made here is deleted. */
    private void empty() throws IOException {
        if (keys.isPresent()) {
            keys.get().clientsAreGone();
            deleteOwn(keys.get());
            mustBeEmpty();
            return;
        }
        Bytes reply = call(control, FLUSH);
        if (!reply.equals(Bytes.of("+OK\r\n"))) {
            throw new IOException("FLUSHALL, which empties " + address + " before each episode, was answered with "
                    + reply.quoted(100));
        }
    }

    private void deleteOwn(OwnKeys own) throws IOException {
        for (List<Bytes> deletion : own.deletions()) {
            Bytes reply = call(control, Item.array(deletion));
            if (reply.size() == 0 || reply.at(0) != ':') {
                throw new IOException("DEL, which deletes what was made on " + address + ", was answered with "
                        + reply.quoted(100));
            }
        }
    }

    /**
     * Refuses a server into which somebody else has put something, in whatever database.
     *
     * @throws IOException if it has keys
     */
    void mustBeEmpty() throws IOException {
        String held = OwnKeys.held(call(control, Bytes.of("INFO keyspace\r\n")));
        Bytes size = call(control, Bytes.of("DBSIZE\r\n"));
        if (!held.isEmpty() || !size.equals(Bytes.of(":0\r\n"))) {
            throw new IOException("Of " + address + " "
                    + (held.isEmpty() ? "DBSIZE is " + size.quoted(40) : held)
                    + "; what fuzzing compares must begin with nothing. Nothing of it was deleted: take another server, or "
                    + "empty it if nobody needs what it holds.");
        }
    }

    /** Does what the move says. */
    void act(Move move, Episode episode) throws IOException {
        Line line = current.get(move.connection());
        switch (move) {
            case Move.Send send -> {
                if (line == null || !line.isOpen()) {
                    line = open(send.connection(), episode);
                }
                Line speaking = line;
                keys.ifPresent(own -> own.sent(speaking, Bytes.of(bytes(send))));
                line.send(send, this::idOf);
            }
            case Move.HalfClose _ -> {
                if (line != null && line.isOpen()) {
                    line.halfClose();
                }
            }
            case Move.Close close -> {
                if (line != null && line.isOpen()) {
                    line.close(close.reset());
                    // A channel that is registered closes its socket only when its selector looks again.
                    selector.selectNow();
                }
            }
        }
    }

    private byte[] bytes(Move.Send send) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        send.items().forEach(item -> bytes.writeBytes(item.bytes(this::idOf).toArray()));
        return bytes.toByteArray();
    }

    private Bytes idOf(int connection) {
        Line line = current.get(connection);
        return line == null ? Argument.NOBODY : line.id();
    }

    private Line open(int connection, Episode episode) throws IOException {
        Line line = new Line(Names.of(connection, count(connection)), address, selector);
        lines.add(line);
        current.put(connection, line);
        if (episode.asksForIdOf(connection)) {
            String reply = call(line, CLIENT_ID).latin1();
            line.knowId(Bytes.of(reply.substring(1, reply.length() - 2)));
        }
        return line;
    }

    private int count(int connection) {
        return (int) lines.stream().filter(line -> Names.isOf(line.name(), connection)).count();
    }

    /** All connections since the episode began, in the order in which they were opened. */
    List<Line> lines() {
        return lines;
    }

    /** Reads everything that is there; returns whether there was anything. */
    boolean drain() {
        boolean any = false;
        for (Line line : lines) {
            any |= line.read(buffer);
        }
        return any;
    }

    /** Reads until the condition is true, or the time is over; returns whether it is true. */
    boolean await(BooleanSupplier condition, Duration limit) throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            selector.select(Math.max(1, left / 1_000_000));
            selector.selectedKeys().forEach(key -> {
                if (key.attachment() instanceof Line line) {
                    line.read(buffer);
                }
            });
            selector.selectedKeys().clear();
        }
        return true;
    }

    /** How many clients wait in blocking commands; empty if the server does not tell, or serves one at a time. */
    OptionalLong blocked() throws IOException {
        if (!severalClients) {
            return OptionalLong.empty();
        }
        Matcher matcher = BLOCKED.matcher(call(control, CLIENTS).latin1());
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** Whether so many clients wait, or come to do so soon. */
    boolean awaitBlocked(long clients) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            OptionalLong blocked = blocked();
            if (blocked.isEmpty() || blocked.getAsLong() == clients) {
                return true;
            }
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            await(() -> false, Duration.ofMillis(1));
        }
    }

    /** Asks what is no part of the episode. */
    private Bytes call(Line line, Bytes question) throws IOException {
        line.write(question);
        await(() -> !line.replies().isEmpty() || line.end() != Line.End.NOT_YET, patience);
        if (line.replies().isEmpty()) {
            throw new IOException(address + " does not answer " + question.latin1().strip()
                    + ", which is asked beside the conversation");
        }
        return line.replies().removeFirst();
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.close(true);
        }
        try {
            if (keys.isPresent()) {
                leave(keys.get());
            }
        } finally {
            control.close(true);
            selector.close();
        }
    }

    /** It was found empty, and is left so: else the next run would be refused. */
    private void leave(OwnKeys own) throws IOException {
        selector.selectNow();
        if (!control.isOpen()) {
            control = new Line("control", address, selector);
        }
        awaitBlocked(0);
        deleteOwn(own);
    }
}
