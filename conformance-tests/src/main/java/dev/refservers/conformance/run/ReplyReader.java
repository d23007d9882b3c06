package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.ReplyPattern.Absence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads one reply of RESP2 or RESP3 while it comes: each call goes on where the one before has stopped. It is strict: what
 * a lenient client would read over is an error of the server. Used by one thread.
 */
final class ReplyReader {

    /** More of each than any script needs: what a server announces must not cost memory, and a list has a kind of end. */
    private static final int MOST_BYTES = Budget.BYTES;
    private static final int MOST_ELEMENTS = 1 << 20;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_DIGITS = 64;

    private final Inbox in;
    private final Deque<Opened> opened = new ArrayDeque<>();
    private int position;

    /** Up to here there is no line end. */
    private int searched;
    private long elements;

    /** Reads the reply at the beginning of the unread bytes, which stay unread. */
    ReplyReader(Inbox in) {
        this.in = in;
    }

    /** An array, a map or a set of which not all elements have come. */
    private record Opened(char type, long count, List<Reply> elements) {

        Reply whole() {
            return switch (type) {
                case '*' -> new Reply.Array(elements);
                case '%' -> {
                    List<Reply.Entry> entries = new ArrayList<>();
                    for (int i = 0; i < elements.size(); i += 2) {
                        entries.add(new Reply.Entry(elements.get(i), elements.get(i + 1)));
                    }
                    yield new Reply.Dictionary(entries);
                }
                default -> new Reply.Other(type, Bytes.EMPTY, elements);
            };
        }
    }

    /** These bytes can be no reply; the message says why. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    /** How many bytes the reply is, when it has been read. */
    int size() {
        return position;
    }

    /** The reply; empty while it is incomplete. */
    Optional<Reply> read() throws Malformed {
        for (;;) {
            Optional<Reply> item = item();
            if (item.isEmpty()) {
                return item;
            }
            Reply whole = item.get();
            while (!opened.isEmpty() && opened.element().count == opened.element().elements.size() + 1) {
                opened.element().elements.add(whole);
                whole = opened.remove().whole();
            }
            if (opened.isEmpty()) {
                return Optional.of(whole);
            }
            opened.element().elements.add(whole);
        }
    }

    /** The next reply that has no elements. */
    private Optional<Reply> item() throws Malformed {
        while (position < in.size()) {
            int at = position;
            char type = (char) (in.at(at) & 0xff);
            mustBegin(type, at);
            int lineEnd = lineEnd();
            if (lineEnd < 0) {
                mustBeShort(type);
                return Optional.empty();
            }
            Optional<Reply> item = switch (type) {
                case '+' -> Optional.of(new Reply.Simple(line(lineEnd)));
                case '-' -> Optional.of(new Reply.Failure(line(lineEnd)));
                case ':' -> Optional.of(new Reply.Whole(number(lineEnd)));
                case '#', ',', '(' -> Optional.of(new Reply.Other(type, line(lineEnd), List.of()));
                case '_' -> Optional.of(nothing(line(lineEnd), at));
                case '$', '=' -> string(type, number(lineEnd), lineEnd);
                default -> open(type, number(lineEnd));
            };
            boolean incomplete = item.isEmpty() && (type == '$' || type == '=');
            if (incomplete) {
                return item;
            }
            if (type != '$' && type != '=') {
                proceed(lineEnd + 2);
            }
            if (item.isPresent()) {
                return item;
            }
        }
        return Optional.empty();
    }

    private void proceed(int to) {
        position = to;
        searched = to;
    }

    private void mustBegin(char type, int at) throws Malformed {
        if ("+-:$*_%=#,(~>".indexOf(type) < 0) {
            throw new Malformed("byte " + at + " is " + in.slice(at, at + 1).quoted()
                    + ", but a reply begins with + - : $ * _ % = # , ( ~ or >");
        }
    }

    /** A number that never ends is none. */
    private void mustBeShort(char type) throws Malformed {
        if (":$*%=~>".indexOf(type) >= 0 && in.size() - position > MOST_DIGITS) {
            throw new Malformed(in.slice(position + 1, position + MOST_DIGITS).quoted() + " … is no number");
        }
    }

    private int lineEnd() {
        int end = in.indexOfLineEnd(Math.max(position + 1, searched));
        // The last byte may be a CR whose LF is still to come.
        searched = end >= 0 ? end : Math.max(position + 1, in.size() - 1);
        return end;
    }

    private static Reply nothing(Bytes line, int at) throws Malformed {
        if (line.size() > 0) {
            throw new Malformed("a null has nothing behind its '_', but at byte " + at + " it does");
        }
        return new Reply.Nothing(Absence.NULL);
    }

    private Optional<Reply> string(char type, long length, int lineEnd) throws Malformed {
        if (length < 0) {
            proceed(lineEnd + 2);
            return Optional.of(new Reply.Nothing(Absence.NIL));
        }
        if (length > MOST_BYTES) {
            throw new Malformed("a string announces " + length + " bytes, and no script needs more than " + MOST_BYTES);
        }
        int from = lineEnd + 2;
        int end = from + (int) length;
        if (end + 2 > in.size()) {
            return Optional.empty();
        }
        if (in.at(end) != '\r' || in.at(end + 1) != '\n') {
            throw new Malformed("a string of " + length + " bytes must end with \"\\r\\n\", but at byte " + end
                    + " stands " + in.slice(end, end + 2).quoted());
        }
        Bytes bytes = in.slice(from, end);
        proceed(end + 2);
        return Optional.of(type == '$' ? new Reply.Bulk(bytes) : verbatim(bytes));
    }

    private static Reply verbatim(Bytes all) throws Malformed {
        if (all.size() < 4 || all.at(3) != ':') {
            throw new Malformed("a verbatim string begins with three letters and a colon, but this one is "
                    + all.quoted(40));
        }
        return new Reply.Verbatim(all.slice(0, 3), all.slice(4, all.size()));
    }

    /** What has elements, unless it is there already: empty, or nil. */
    private Optional<Reply> open(char type, long length) throws Malformed {
        if (length < 0) {
            return Optional.of(new Reply.Nothing(Absence.NIL_ARRAY));
        }
        elements += length;
        if (elements > MOST_ELEMENTS) {
            throw new Malformed("it announces " + length + " elements, and no script needs more than " + MOST_ELEMENTS);
        }
        Opened collection = new Opened(type, type == '%' ? 2 * length : length, new ArrayList<>());
        if (length == 0) {
            return Optional.of(collection.whole());
        }
        if (opened.size() == MOST_DEPTH) {
            throw new Malformed("more than " + MOST_DEPTH + " arrays stand within one another");
        }
        opened.push(collection);
        return Optional.empty();
    }

    private Bytes line(int end) throws Malformed {
        Bytes line = in.slice(position + 1, end);
        if (line.indexOf(Bytes.of("\n")) >= 0 || line.indexOf(Bytes.of("\r")) >= 0) {
            throw new Malformed("a line holds a stray line end: " + line.quoted(100));
        }
        return line;
    }

    private long number(int lineEnd) throws Malformed {
        String digits = line(lineEnd).latin1();
        // One way to write each number: no plus sign, no leading zero.
        if (!digits.matches("0|-?[1-9]\\d{0,18}")) {
            throw new Malformed("'" + Bytes.of(digits).visible(MOST_DIGITS) + "' is no number");
        }
        long number;
        try {
            number = Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw new Malformed("'" + digits + "' does not fit into 64 bits: " + tooLarge.getMessage());
        }
        if (number < -1 && in.at(position) != ':') {
            throw new Malformed(number + " is no length");
        }
        return number;
    }
}
