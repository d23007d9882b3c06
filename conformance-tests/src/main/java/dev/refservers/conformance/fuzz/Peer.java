package dev.refservers.conformance.fuzz;

import dev.refservers.conformance.script.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the two servers: the connections of the episode to it, and one beside them by which it is emptied and asked who
 * waits. Used by one thread.
 */
final class Peer implements AutoCloseable {

    private static final Pattern BLOCKED = Pattern.compile("(?m)^blocked_clients:(\\d+)\r?$");
    private static final Bytes FLUSH = Bytes.of("FLUSHALL\r\n");
    private static final Bytes CLIENTS = Bytes.of("INFO clients\r\n");
    private static final Bytes CLIENT_ID = Bytes.of("CLIENT ID\r\n");
    private static final int BUFFER_BYTES = 1 << 16;

    private final InetSocketAddress address;
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
    Peer(InetSocketAddress address, boolean severalClients, Duration patience) throws IOException {
        this.address = address;
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
        Bytes reply = call(control, FLUSH);
        if (!reply.equals(Bytes.of("+OK\r\n"))) {
            throw new IOException("FLUSHALL, which empties " + address + " before each episode, was answered with "
                    + reply.quoted(100));
        }
        if (!severalClients) {
            control.close(false);
        }
    }

    /**
     * Refuses a server that somebody else has started and put something into: it would be deleted.
     *
     * @throws IOException if it has keys
     */
    void mustBeEmpty() throws IOException {
        Bytes keys = call(control, Bytes.of("DBSIZE\r\n"));
        if (!keys.equals(Bytes.of(":0\r\n"))) {
            throw new IOException(address + " says " + keys.quoted(40) + " to DBSIZE, and fuzzing would delete all "
                    + "its keys. Take an empty server, or empty it: FLUSHALL.");
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
        control.close(true);
        selector.close();
    }
}
