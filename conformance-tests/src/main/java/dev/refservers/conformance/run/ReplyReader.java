package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.ReplyPattern.Absence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one reply of RESP2 or RESP3 from what has come so far. It is strict: what a lenient client would read over is
 * an error of the server.
 */
final class ReplyReader {

    /** More than any script needs; a broken length must not cost memory. */
    private static final long MOST = 1L << 30;

    private final Inbox in;
    private int position;

    private ReplyReader(Inbox in) {
        this.in = in;
    }

    /** A reply, and how many bytes it is. */
    record Read(Reply reply, int size) {}

    /** Not all of it has come. */
    private static final class Incomplete extends Exception {
        Incomplete() {
            super("incomplete", null, false, false);
        }
    }

    /** These bytes can be no reply; the message says why. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    /** The reply at the beginning of the unread bytes, which stay unread; empty while it is incomplete. */
    static Optional<Read> read(Inbox in) throws Malformed {
        ReplyReader reader = new ReplyReader(in);
        try {
            Reply reply = reader.reply();
            return Optional.of(new Read(reply, reader.position));
        } catch (Incomplete _) {
            return Optional.empty();
        }
    }

    private Reply reply() throws Incomplete, Malformed {
        if (position >= in.size()) {
            throw new Incomplete();
        }
        int at = position;
        char type = (char) (in.at(position++) & 0xff);
        return switch (type) {
            case '+' -> new Reply.Simple(line());
            case '-' -> new Reply.Failure(line());
            case ':' -> new Reply.Whole(number());
            case '$' -> bulk();
            case '*' -> array();
            case '_' -> {
                if (line().size() > 0) {
                    throw new Malformed("a null has nothing behind its '_', but at byte " + at + " it does");
                }
                yield new Reply.Nothing(Absence.NULL);
            }
            case '%' -> dictionary();
            case '=' -> verbatim();
            case '#', ',', '(' -> new Reply.Other(type, line(), List.of());
            case '~', '>' -> new Reply.Other(type, Bytes.EMPTY, elements(length()));
            default -> throw new Malformed("byte " + at + " is " + in.slice(at, at + 1).quoted()
                    + ", but a reply begins with + - : $ * _ % = # , ( ~ or >");
        };
    }

    private Reply bulk() throws Incomplete, Malformed {
        long length = length();
        return length < 0 ? new Reply.Nothing(Absence.NIL) : new Reply.Bulk(bytes((int) length));
    }

    private Reply array() throws Incomplete, Malformed {
        long length = length();
        return length < 0 ? new Reply.Nothing(Absence.NIL_ARRAY) : new Reply.Array(elements(length));
    }

    private Reply dictionary() throws Incomplete, Malformed {
        long length = length();
        List<Reply.Entry> entries = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            Reply key = reply();
            entries.add(new Reply.Entry(key, reply()));
        }
        return new Reply.Dictionary(entries);
    }

    private Reply verbatim() throws Incomplete, Malformed {
        Bytes all = bytes((int) length());
        if (all.size() < 4 || all.at(3) != ':') {
            throw new Malformed("a verbatim string begins with three letters and a colon, but this one is "
                    + all.quoted(40));
        }
        return new Reply.Verbatim(all.slice(0, 3), all.slice(4, all.size()));
    }

    private List<Reply> elements(long length) throws Incomplete, Malformed {
        List<Reply> elements = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            elements.add(reply());
        }
        return elements;
    }

    private Bytes bytes(int length) throws Incomplete, Malformed {
        int end = position + length;
        if (end + 2 > in.size()) {
            throw new Incomplete();
        }
        if (in.at(end) != '\r' || in.at(end + 1) != '\n') {
            throw new Malformed("a string of " + length + " bytes must end with \"\\r\\n\", but at byte " + end
                    + " stands " + in.slice(end, end + 2).quoted());
        }
        Bytes bytes = in.slice(position, end);
        position = end + 2;
        return bytes;
    }

    private Bytes line() throws Incomplete, Malformed {
        int end = in.indexOfLineEnd(position);
        if (end < 0) {
            throw new Incomplete();
        }
        Bytes line = in.slice(position, end);
        if (line.indexOf(Bytes.of("\n")) >= 0 || line.indexOf(Bytes.of("\r")) >= 0) {
            throw new Malformed("a line holds a stray line end: " + line.quoted(100));
        }
        position = end + 2;
        return line;
    }

    private long number() throws Incomplete, Malformed {
        String digits = line().latin1();
        // One way to write each number: no plus sign, no leading zero.
        if (!digits.matches("0|-?[1-9]\\d{0,18}")) {
            throw new Malformed("'" + digits + "' is no number");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw new Malformed("'" + digits + "' does not fit into 64 bits: " + tooLarge.getMessage());
        }
    }

    private long length() throws Incomplete, Malformed {
        long length = number();
        if (length < -1 || length > MOST) {
            throw new Malformed(length + " is no length");
        }
        return length;
    }
}
