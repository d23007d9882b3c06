package dev.refservers.forking;

import dev.refservers.protocol.ForwardingSession;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.queue.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The parent's side of one link: an ordinary session of the queue protocol, whose requests come in frames. Like every
 * session it does no I/O, and is used by one thread at a time.
 *
 * <pre>
 *   frame = length, 4 bytes, big-endian; then so many bytes of a request
 *         | 0, 4 bytes: the client is gone, give up its wait
 * </pre>
 *
 * <p>
 * A worker could ask for the second by closing the link; but then a command that was served meanwhile, and those that
 * the client sent behind it, would be lost with it. In a frame, it takes effect only on a command that still waits.
 *
 * <p>
 * Behind {@code CLIENT KILL}, and {@code EXEC}, which may carry out one, a worker sends a {@code PING} at once. Only a
 * session that has not killed itself answers it, so its worker knows which of the two has happened before it executes
 * what its client has sent next.
 *
 * <p>
 * Requests that neither wait nor kill follow one another without waiting for their replies: as many at once as a worker has
 * received. Replies go back as they are. There is no idle time-out on a link: that is for the worker to apply to its client.
 */
final class LinkSession extends ForwardingSession {

    /** What a session owes that was asked {@link #ping} and goes on. */
    static final int PONG_BYTES = "+PONG\r\n".length();

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_BYTES = 4;

    /** The bytes of the length that have come, and what they say so far. */
    private int lengthBytes;
    private int length;

    /** Bytes of the frame still to come. */
    private int rest;

    LinkSession(Session session) {
        super(session);
    }

    /** Bytes of the frame of this request, as the worker's side sends it. */
    static long frameBytes(Request request) {
        return LENGTH_BYTES + requestBytes(request);
    }

    /** Writes the frame of this request to {@code target}, which has room for it. */
    static void putFrame(Request request, ByteBuffer target) {
        target.putInt(Math.toIntExact(requestBytes(request)));
        putLine(target, '*', request.count());
        for (int i = 0; i < request.count(); i++) {
            putLine(target, '$', request.length(i));
            request.copyTo(i, target);
            target.put(EMPTY_LINE);
        }
    }

    private static long requestBytes(Request request) {
        long bytes = lineBytes(request.count());
        for (int i = 0; i < request.count(); i++) {
            bytes += lineBytes(request.length(i)) + request.length(i) + EMPTY_LINE.length;
        }
        return bytes;
    }

    private static int lineBytes(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return 1 + digits + EMPTY_LINE.length;
    }

    private static void putLine(ByteBuffer target, char type, int number) {
        int end = target.position() + lineBytes(number);
        target.put((byte) type);
        int rest = number;
        for (int at = end - EMPTY_LINE.length - 1; at >= target.position(); at--) {
            target.put(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        target.position(end - EMPTY_LINE.length).put(EMPTY_LINE);
    }

    /** A frame that is answered only if the session goes on. */
    static ByteBuffer ping() {
        return ByteBuffer.allocate(LENGTH_BYTES + PING.length).putInt(PING.length).put(PING).flip();
    }

    /** What the worker's side sends when the client is gone. */
    static ByteBuffer cancel() {
        return ByteBuffer.allocate(LENGTH_BYTES);
    }

    @Override
    public void receive(ByteBuffer in, long now) {
        while (in.hasRemaining()) {
            if (rest > 0) {
                int end = in.limit();
                int part = Math.min(rest, in.remaining());
                rest -= part;
                session.receive(in.limit(in.position() + part), now);
                in.limit(end);
            } else {
                length = (length << 8) | (in.get() & 0xff);
                if (++lengthBytes == LENGTH_BYTES) {
                    begin(now);
                }
            }
        }
    }

    @Override
    public void resume(long now) {
        // The session counts a worker with nothing to ask for as idle. An empty line is a request for nothing.
        if (!session.awaitsWake() && rest == 0 && isDue(session.deadline(), now)) {
            session.receive(ByteBuffer.wrap(EMPTY_LINE), now);
        }
        session.resume(now);
    }

    private static boolean isDue(long deadline, long now) {
        return deadline != NEVER && deadline - now <= 0;
    }

    /** The length of a frame is whole. */
    private void begin(long now) {
        rest = length;
        length = 0;
        lengthBytes = 0;
        if (rest == 0) {
            cancel(now);
        }
    }

    /** Ends the session if its last request still waits, after looking whether its element is on its way already. */
    private void cancel(long now) {
        session.resume(now);
        if (session.awaitsWake()) {
            session.endOfInput(now);
        }
    }
}
