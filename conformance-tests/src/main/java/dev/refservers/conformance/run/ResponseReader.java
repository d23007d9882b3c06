package dev.refservers.conformance.run;

import dev.refservers.conformance.run.ReplyReader.Malformed;
import dev.refservers.conformance.script.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one HTTP/1.1 response (RFC 9112) while it comes: each call goes on where the one before has stopped. */
final class ResponseReader {

    private static final int MOST_HEAD_BYTES = 1 << 20;

    private final Inbox in;
    private final boolean bodiless;
    private final List<String> head = new ArrayList<>();
    private @Nullable Response header;
    private int position;

    /** Up to here there is no line end. */
    private int searched;

    /**
     * Reads the response at the beginning of the unread bytes, which stay unread.
     *
     * @param bodiless whether it has no body whatever its header says
     */
    ResponseReader(Inbox in, boolean bodiless) {
        this.in = in;
        this.bodiless = bodiless;
    }

    /** How many bytes the response is, when it has been read. */
    int size() {
        return position;
    }

    /**
     * The response; empty while it is incomplete.
     *
     * @param ended whether nothing more will come
     */
    Optional<Response> read(boolean ended) throws Malformed {
        Response known = header;
        if (known == null) {
            if (!readHead()) {
                return Optional.empty();
            }
            known = header(head);
            header = known;
        }
        int size = bodiless || known.status() < 200 || known.status() == 204 || known.status() == 304
                ? 0
                : bodySize(known, in.size() - position, ended);
        if (size < 0 || position + size > in.size()) {
            return Optional.empty();
        }
        int body = position;
        position += size;
        return Optional.of(new Response(known.status(), known.fields(), in.slice(body, position), head));
    }

    /** Whether all lines of the head have come. */
    private boolean readHead() throws Malformed {
        for (;;) {
            int end = in.indexOfLineEnd(searched);
            if (end < 0) {
                searched = Math.max(position, in.size() - 1);
                if (in.size() > MOST_HEAD_BYTES) {
                    throw new Malformed("a status line and a header of more than " + MOST_HEAD_BYTES + " bytes");
                }
                return false;
            }
            String line = in.slice(position, end).latin1();
            position = end + 2;
            searched = position;
            if (!line.isEmpty() || head.isEmpty()) {
                head.add(line);
            }
            if (line.isEmpty()) {
                return true;
            }
        }
    }

    private static Response header(List<String> head) throws Malformed {
        String status = head.getFirst();
        if (!status.matches("HTTP/1\\.1 [1-5]\\d\\d .*")) {
            throw new Malformed(
                    "'" + Bytes.of(status).visible(200)
                            + "' is no status line; it is HTTP/1.1, a space, three digits, a space and a "
                            + "reason that may be empty");
        }
        List<Response.Field> fields = new ArrayList<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            if (colon < 1 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new Malformed(
                        "'" + Bytes.of(line).visible(200)
                                + "' is no header field; it is a name without spaces, a colon and a value");
            }
            fields.add(new Response.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Response(Integer.parseInt(status.substring(9, 12)), fields, Bytes.EMPTY, head);
    }

    /** Bytes of the body; -1 while that cannot be told. */
    private static int bodySize(Response header, int available, boolean ended) throws Malformed {
        List<String> lengths = header.values("Content-Length");
        if (lengths.isEmpty()) {
            if (!header.values("Transfer-Encoding").isEmpty()) {
                throw new Malformed("the response has a Transfer-Encoding, which none here needs");
            }
            return ended ? available : -1;
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("\\d{1,9}")
                || Integer.parseInt(lengths.getFirst()) > Budget.BYTES) {
            throw new Malformed("Content-Length is " + Bytes.of(String.join(" and ", lengths)).visible(200));
        }
        return Integer.parseInt(lengths.getFirst());
    }
}
