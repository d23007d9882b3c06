package dev.refservers.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Drives one session by pure bytes, as a driver does: no socket, no thread, and a clock that moves only by
 * {@link #elapse}. Each call is followed through until nothing moves any more, and the contract of {@link Session} is
 * asserted on the way.
 *
 * <p>
 * Characters stand for bytes (ISO 8859-1). What is sent while the session wants no input waits, as in a socket's buffer.
 */
public final class SessionProbe {

    private static final int MOST_TURNS = 1_000_000;

    /** Negative on purpose: the origin of {@link System#nanoTime()} is arbitrary. */
    private long now = -1_000_000;
    private final Session session;
    private final ArrayDeque<ByteBuffer> sent = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean reading = true;
    private boolean halfClosed;
    private boolean endTold;
    private int wakes;

    private SessionProbe(Protocol protocol, boolean refuse) {
        session = refuse ? protocol.refuse(now) : protocol.open(() -> wakes++, now);
        pump();
    }

    /** A client that has just connected. */
    public static SessionProbe open(Protocol protocol) {
        return new SessionProbe(protocol, false);
    }

    /** A client over the limit that has just connected. */
    public static SessionProbe refuse(Protocol protocol) {
        return new SessionProbe(protocol, true);
    }

    /**
     * Sends {@code input} whole, split in two at every point, and byte by byte, each to a new session, and checks each:
     * how the network cuts the bytes must never matter.
     */
    public static void inEveryWay(Supplier<SessionProbe> open, String input, Consumer<SessionProbe> check) {
        checked("whole", () -> check.accept(open.get().send(input)));
        for (int i = 1; i < input.length(); i++) {
            int at = i;
            checked("split at " + at,
                    () -> check.accept(open.get().send(input.substring(0, at)).send(input.substring(at))));
        }
        checked("byte by byte", () -> check.accept(open.get().sendByteByByte(input)));
    }

    private static void checked(String way, Runnable check) {
        try {
            check.run();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("sent " + way + ": " + failure.getMessage(), failure);
        }
    }

    /** Sends these bytes in one piece. */
    public SessionProbe send(String bytes) {
        return send(bytes.getBytes(ISO_8859_1));
    }

    /** Sends these bytes in one piece. */
    public SessionProbe send(byte[] bytes) {
        sent.add(ByteBuffer.wrap(bytes.clone()));
        pump();
        return this;
    }

    /** Sends each byte in a piece of its own. */
    public SessionProbe sendByteByByte(String bytes) {
        bytes.chars().forEach(b -> send(new byte[]{(byte) b}));
        return this;
    }

    /** Sends no more: the session learns it once it has taken what was sent before. */
    public SessionProbe halfClose() {
        halfClosed = true;
        pump();
        return this;
    }

    /** Tells the session that its server is closing. */
    public SessionProbe shutdown() {
        session.shutdown(now);
        pump();
        return this;
    }

    /** Lets time pass. */
    public SessionProbe elapse(long nanos) {
        now += nanos;
        pump();
        return this;
    }

    /** Takes no more of the session's output. */
    public SessionProbe stopReading() {
        reading = false;
        return this;
    }

    /** Takes the session's output again. */
    public SessionProbe readAgain() {
        reading = true;
        pump();
        return this;
    }

    /** All that has been received since the last call. */
    public String received() {
        pump();
        String text = received.toString(ISO_8859_1);
        received.reset();
        return text;
    }

    /** How often the session has asked to be resumed. */
    public int wakes() {
        return wakes;
    }

    /** Bytes sent that the session has not wanted yet. */
    public int notYetTaken() {
        return sent.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    /** The time that the session was last told. */
    public long now() {
        return now;
    }

    /** The session itself, for questions. */
    public Session session() {
        return session;
    }

    /** A driver's turn, again and again until nothing moves. */
    private void pump() {
        int turns = 0;
        while (turn()) {
            assertTrue(++turns < MOST_TURNS, "the session wants something for ever, and gets nowhere");
        }
        if (session.finished()) {
            assertFalse(session.wantsOutput(), "finished, but wants output");
            assertTrue(session.outputEnded(), "finished, but its output has not ended");
        }
    }

    private boolean turn() {
        session.resume(now);
        boolean moved = takeOutput();
        if (!session.finished() && session.wantsInput()) {
            ByteBuffer next = sent.poll();
            if (next != null) {
                session.receive(next, now);
                assertFalse(next.hasRemaining(), "receive must take everything");
                moved = true;
            } else if (halfClosed && !endTold) {
                endTold = true;
                session.endOfInput(now);
                assertFalse(session.wantsInput(), "there is no more input to want");
                moved = true;
            }
        }
        return moved;
    }

    private boolean takeOutput() {
        if (!reading) {
            return false;
        }
        ByteBuffer output = session.output();
        assertTrue(output.hasArray(), "output must have an array");
        boolean moved = output.hasRemaining();
        assertEquals(moved, session.wantsOutput() && session.output().hasRemaining(), "wantsOutput against output");
        received.write(output.array(), output.arrayOffset() + output.position(), output.remaining());
        output.position(output.limit());
        return moved;
    }
}
