package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Transcript.Event;
import dev.refservers.conformance.result.Transcript.Kind;
import dev.refservers.conformance.script.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Writes down what happens in one conversation: its beginning, and what happened last. */
final class Recorder {

    private static final int FIRST_EVENTS = 100;
    private static final int LAST_EVENTS = 200;
    private static final int BYTES_OF_EVENT = 1024;

    private final long startNanos = System.nanoTime();
    private final List<Event> first = new ArrayList<>();
    private final Deque<Event> last = new ArrayDeque<>();
    private final PlayedLines played = new PlayedLines();
    private int omitted;
    private int line;

    /** The line of the script that is played from now on. */
    void line(int number) {
        line = number;
        played.begin(number, nanosSinceStart());
    }

    /** The line that is played; 0 for none. */
    int line() {
        return line;
    }

    long nanosSinceStart() {
        return System.nanoTime() - startNanos;
    }

    void act(String who, String what) {
        add(who, Kind.ACT, Bytes.EMPTY, 0, what);
    }

    void ended(String who, String how) {
        add(who, Kind.ENDED, Bytes.EMPTY, 0, how);
    }

    void note(String who, String what) {
        add(who, Kind.NOTE, Bytes.EMPTY, 0, what);
    }

    /** The bytes of {@code buffer} before its position, of which {@code size} have just gone out. */
    void sent(String who, ByteBuffer buffer, int size) {
        bytes(who, Kind.SENT, buffer, buffer.position() - size, size);
    }

    /** All that is in {@code buffer}. */
    void received(String who, ByteBuffer buffer) {
        bytes(who, Kind.RECEIVED, buffer, buffer.position(), buffer.remaining());
    }

    private void bytes(String who, Kind kind, ByteBuffer buffer, int from, int size) {
        byte[] kept = new byte[Math.min(size, BYTES_OF_EVENT)];
        buffer.get(from, kept);
        add(who, kind, Bytes.of(kept), size, "");
    }

    private void add(String who, Kind kind, Bytes bytes, long size, String text) {
        Event event = new Event(nanosSinceStart(), line, who, kind, bytes, size, text);
        if (first.size() < FIRST_EVENTS) {
            first.add(event);
            return;
        }
        last.add(event);
        if (last.size() > LAST_EVENTS) {
            last.remove();
            omitted++;
        }
    }

    Transcript transcript() {
        List<Event> events = new ArrayList<>(first);
        events.addAll(last);
        return new Transcript(events, first.size(), omitted, played.all());
    }
}
