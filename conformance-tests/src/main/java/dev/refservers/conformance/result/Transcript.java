package dev.refservers.conformance.result;

import dev.refservers.conformance.script.Bytes;
import java.util.List;
import java.util.Locale;

/**
 * What was said in one conversation, and when.
 *
 * @param events in order of time
 * @param gap the place in {@code events} before which some are left out
 * @param omitted how many are left out there
 * @param played the lines of the script that were played, in the order of the file
 */
public record Transcript(List<Event> events, int gap, int omitted, List<Played> played) {

    /** Nothing was said. */
    public static final Transcript EMPTY = new Transcript(List.of(), 0, 0, List.of());

    public Transcript {
        events = List.copyOf(events);
        played = List.copyOf(played);
    }

    /**
     * When a line of the script was played.
     *
     * @param line from 1
     * @param times how often; more than once in loops
     * @param firstNanos since the conversation began, when it was begun first
     * @param lastNanos since the conversation began, when it was begun last
     */
    public record Played(int line, int times, long firstNanos, long lastNanos) {}

    /**
     * One thing that happened.
     *
     * @param nanos since the conversation began
     * @param line of the script that was played, from 1; 0 for none
     * @param who a client, or {@code server}
     * @param kind what happened
     * @param bytes what was sent or received, possibly only its beginning
     * @param size how many bytes it was
     * @param text what else there is to tell, as a phrase
     */
    public record Event(long nanos, int line, String who, Kind kind, Bytes bytes, long size, String text) {}

    /** What can happen. */
    public enum Kind {
        /** Connected, closed, half-closed, reset by the client. */
        ACT,
        /** Bytes went out. */
        SENT,
        /** Bytes came in. */
        RECEIVED,
        /** The server ended the connection. */
        ENDED,
        /** Something about the server or the suite. */
        NOTE;

        /** The word for it in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
