package dev.refservers.conformance.run;

import dev.refservers.conformance.run.ReplyReader.Malformed;
import dev.refservers.conformance.script.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one HTTP/1.1 response (RFC 9112) from what has come so far. */
final class ResponseReader {

    private ResponseReader() {}

    /** A response, and how many bytes it is. */
    record Read(Response response, int size) {}

    /**
     * The response at the beginning of the unread bytes, which stay unread; empty while it is incomplete.
     *
     * @param bodiless whether it has no body whatever its header says
     * @param ended whether nothing more will come
     */
    static Optional<Read> read(Inbox in, boolean bodiless, boolean ended) throws Malformed {
        List<String> head = new ArrayList<>();
        int position = 0;
        for (String line = null; line == null || !line.isEmpty();) {
            int end = in.indexOfLineEnd(position);
            if (end < 0) {
                return Optional.empty();
            }
            line = in.slice(position, end).latin1();
            head.add(line);
            position = end + 2;
        }
        head.removeLast();
        Response header = header(head);
        int size = bodiless || header.status() < 200 || header.status() == 204 || header.status() == 304
                ? 0
                : bodySize(header, in.size() - position, ended);
        if (size < 0 || position + size > in.size()) {
            return Optional.empty();
        }
        return Optional.of(new Read(new Response(header.status(), header.fields(),
                in.slice(position, position + size), head), position + size));
    }

    private static Response header(List<String> head) throws Malformed {
        String status = head.isEmpty() ? "" : head.getFirst();
        if (!status.matches("HTTP/1\\.1 [1-5]\\d\\d .*")) {
            throw new Malformed(
                    "'" + status + "' is no status line; it is HTTP/1.1, a space, three digits, a space and a "
                            + "reason that may be empty");
        }
        List<Response.Field> fields = new ArrayList<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            if (colon < 1 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new Malformed(
                        "'" + line + "' is no header field; it is a name without spaces, a colon and a value");
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
        if (lengths.size() > 1 || !lengths.getFirst().matches("\\d{1,9}")) {
            throw new Malformed("Content-Length is " + String.join(" and ", lengths));
        }
        return Integer.parseInt(lengths.getFirst());
    }
}
