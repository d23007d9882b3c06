package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes that a client has still to send, in the pieces that the script wants. */
final class Outbox {

    /** What one line says, and how it is cut. */
    private record Outgoing(ByteBuffer bytes, int firstPiece, int otherPieces, long pauseNanos) {}

    private final String name;
    private final Recorder recorder;
    private final Deque<Outgoing> out = new ArrayDeque<>();

    private long nextPieceNanos;
    private long writtenBytes;
    private int dripBytes = Integer.MAX_VALUE;
    private long dripPauseNanos;
    private int splitBytes;
    private long splitPauseNanos;

    /** What the client of this name sends is told to the recorder. */
    Outbox(String name, Recorder recorder) {
        this.name = name;
        this.recorder = recorder;
    }

    /** From now on, everything goes in pieces of so many bytes. */
    void drip(int bytes, long pauseNanos) {
        dripBytes = bytes;
        dripPauseNanos = pauseNanos;
    }

    /** What is put next goes in two pieces, the first with so many bytes. */
    void split(int bytes, long pauseNanos) {
        splitBytes = bytes;
        splitPauseNanos = pauseNanos;
    }

    void put(Bytes bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
        out.add(splitBytes > 0
                ? new Outgoing(buffer, splitBytes, Integer.MAX_VALUE, splitPauseNanos)
                : new Outgoing(buffer, dripBytes, dripBytes, dripPauseNanos));
        splitBytes = 0;
    }

    /** Whether everything has been handed to the kernel. */
    boolean isEmpty() {
        return out.isEmpty();
    }

    /** How many bytes have been handed to the kernel. */
    long written() {
        return writtenBytes;
    }

    /** Drops what is left. */
    void clear() {
        out.clear();
    }

    /** Whether there is a piece that need not wait for its time. */
    boolean isDue(long now) {
        return !out.isEmpty() && nextPieceNanos - now <= 0;
    }

    /** When the next piece is due, on {@link System#nanoTime()}'s scale; only if it waits for its time. */
    long nextPieceNanos() {
        return nextPieceNanos;
    }

    /** Writes the pieces that are due, as far as there is room. */
    void writeTo(SocketChannel channel, long now) throws IOException {
        while (isDue(now) && writePiece(channel, out.element(), now)) {
            if (!out.element().bytes.hasRemaining()) {
                out.remove();
            }
        }
    }

    /** Whether a whole piece was written. */
    private boolean writePiece(SocketChannel channel, Outgoing outgoing, long now) throws IOException {
        ByteBuffer bytes = outgoing.bytes;
        int piece = bytes.position() == 0 ? outgoing.firstPiece : outgoing.otherPieces;
        int limit = bytes.limit();
        int size = Math.min(piece, bytes.remaining());
        int written = channel.write(bytes.limit(bytes.position() + size));
        bytes.limit(limit);
        if (written > 0) {
            recorder.sent(name, bytes, written);
            writtenBytes += written;
            nextPieceNanos = bytes.hasRemaining() || outgoing.otherPieces < Integer.MAX_VALUE
                    ? now + outgoing.pauseNanos
                    : now;
        }
        return written == size;
    }
}
