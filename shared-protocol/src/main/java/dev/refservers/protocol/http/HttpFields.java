package dev.refservers.protocol.http;

import java.nio.ByteBuffer;

/**
 * What the header lines of a request say, as far as this server cares; used again for the next request. Lines are read
 * where they lie, and not kept. Where two readers could understand them differently they are refused: that is how
 * requests are smuggled past proxies (RFC 9112, 11.2).
 */
final class HttpFields {

    private static final String HOST = "host";
    private static final String EXPECT = "expect";
    private static final String CONNECTION = "connection";
    private static final String CONTENT_LENGTH = "content-length";
    private static final String TRANSFER_ENCODING = "transfer-encoding";

    private static final String CLOSE = "close";
    private static final String KEEP_ALIVE = "keep-alive";
    private static final String CHUNKED = "chunked";
    private static final String CONTINUE = "100-continue";

    private final int maxBodyBytes;

    private boolean host;
    private boolean transferCoded;
    private boolean codedOtherwise;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;
    private boolean expectsMore;
    private long contentLength;

    /** For requests whose bodies have {@code maxBodyBytes} at most. */
    HttpFields(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Forgets all lines. */
    void forget() {
        host = false;
        transferCoded = false;
        codedOtherwise = false;
        chunked = false;
        close = false;
        keepAlive = false;
        expectsContinue = false;
        expectsMore = false;
        contentLength = -1;
    }

    /** Reads one line, which has no line end any more and is not empty (RFC 9112, section 5). */
    void read(ByteBuffer in, int from, int to) throws HttpError {
        int colon = colon(in, from, to);
        int start = HttpSyntax.skipSpace(in, colon + 1, to);
        int end = HttpSyntax.trimSpace(in, start, to);
        // Only a name of the right length is compared: most lines are about something else.
        switch (colon - from) {
            case 4 -> {
                if (HttpSyntax.equalInAnyCase(in, from, colon, HOST)) {
                    readHost(in, start, end);
                }
            }
            case 6 -> {
                if (HttpSyntax.equalInAnyCase(in, from, colon, EXPECT)) {
                    readExpect(in, start, end);
                }
            }
            case 10 -> {
                if (HttpSyntax.equalInAnyCase(in, from, colon, CONNECTION)) {
                    readConnection(in, start, end);
                }
            }
            case 14 -> {
                if (HttpSyntax.equalInAnyCase(in, from, colon, CONTENT_LENGTH)) {
                    readContentLength(in, start, end);
                }
            }
            case 17 -> {
                if (HttpSyntax.equalInAnyCase(in, from, colon, TRANSFER_ENCODING)) {
                    readTransferEncoding(in, start, end);
                }
            }
            default -> {
                // Well-formed, and without a meaning here.
            }
        }
    }

    /** Where the colon of a line is that is well formed. */
    static int colon(ByteBuffer in, int from, int to) throws HttpError {
        int colon = from;
        while (colon < to && HttpSyntax.isTokenByte(in.get(colon))) {
            colon++;
        }
        if (colon < to && HttpSyntax.isSpace(in.get(colon))) {
            throw HttpError.malformed(colon == from
                    ? "a header line does not begin with white space: folded lines are obsolete"
                    : "there is no white space in a header's name, nor between it and its colon");
        }
        if (colon == from || colon == to || in.get(colon) != ':') {
            throw HttpError.malformed("a header line is a name, a colon and a value");
        }
        if (!HttpSyntax.isFieldValue(in, colon + 1, to)) {
            throw HttpError.malformed("there are no control characters in a header's value");
        }
        return colon;
    }

    private void readHost(ByteBuffer in, int from, int to) throws HttpError {
        if (host) {
            throw HttpError.malformed("a request has one Host");
        }
        // Empty it is where the target has no authority (RFC 9110, 7.2).
        if (from < to && !UriAuthority.isHost(in, from, to)) {
            throw HttpError.malformed("Host is a host, and perhaps a colon and a port");
        }
        host = true;
    }

    /** A list (RFC 9110, 10.1.1), in which empty members mean nothing (5.6.1.2). */
    private void readExpect(ByteBuffer in, int from, int to) {
        int next;
        for (int member = from; member < to; member = next + 1) {
            next = HttpSyntax.memberEnd(in, member, to);
            int start = HttpSyntax.skipSpace(in, member, next);
            int end = HttpSyntax.trimSpace(in, start, next);
            if (HttpSyntax.equalInAnyCase(in, start, end, CONTINUE)) {
                expectsContinue = true;
            } else {
                expectsMore |= start < end;
            }
        }
    }

    private void readConnection(ByteBuffer in, int from, int to) {
        int next;
        for (int member = from; member < to; member = next + 1) {
            next = HttpSyntax.memberEnd(in, member, to);
            int start = HttpSyntax.skipSpace(in, member, next);
            int end = HttpSyntax.trimSpace(in, start, next);
            close |= HttpSyntax.equalInAnyCase(in, start, end, CLOSE);
            keepAlive |= HttpSyntax.equalInAnyCase(in, start, end, KEEP_ALIVE);
        }
    }

    private void readContentLength(ByteBuffer in, int from, int to) throws HttpError {
        if (contentLength >= 0) {
            throw HttpError.malformed("a request has one Content-Length at most");
        }
        contentLength = HttpSyntax.decimal(in, from, to, maxBodyBytes);
        if (contentLength < 0) {
            throw HttpError.malformed("Content-Length is a decimal number");
        }
    }

    /** Lines of this name are one list; what was done last stands last in it (RFC 9112, 6.1). */
    private void readTransferEncoding(ByteBuffer in, int from, int to) throws HttpError {
        transferCoded = true;
        int next;
        for (int member = from; member < to; member = next + 1) {
            next = HttpSyntax.memberEnd(in, member, to);
            int start = HttpSyntax.skipSpace(in, member, next);
            int end = HttpSyntax.trimSpace(in, start, next);
            if (start == end) {
                continue;
            }
            if (chunked) {
                throw HttpError.malformed("a body is chunked once only, and last");
            }
            chunked = HttpSyntax.equalInAnyCase(in, start, end, CHUNKED);
            codedOtherwise |= !chunked;
        }
    }

    /** Judges the lines as a whole: all have been read. */
    void end(boolean http10) throws HttpError {
        if (!host && !http10) {
            throw HttpError.malformed("a request of HTTP/1.1 has a Host");
        }
        if (transferCoded) {
            judgeCodings(http10);
        }
        if (contentLength > maxBodyBytes) {
            throw new HttpError(HttpStatus.CONTENT_TOO_LARGE, "a body has at most " + maxBodyBytes + " bytes here");
        }
    }

    private void judgeCodings(boolean http10) throws HttpError {
        if (contentLength >= 0) {
            throw HttpError.malformed("a body has a Content-Length or a Transfer-Encoding, not both");
        }
        if (http10) {
            throw HttpError.malformed("HTTP/1.0 has no Transfer-Encoding");
        }
        if (!chunked) {
            // Where it ends, nobody can tell (RFC 9112, 6.3).
            throw HttpError.malformed("the last transfer coding of a body is chunked");
        }
        if (codedOtherwise) {
            throw new HttpError(HttpStatus.NOT_IMPLEMENTED, "chunked is the only transfer coding here");
        }
    }

    boolean chunked() {
        return chunked;
    }

    /** Bytes of a body that is not chunked. */
    long bodyBytes() {
        return Math.max(0, contentLength);
    }

    /** Whether the peer asks for the connection to end after the answer. */
    boolean close() {
        return close;
    }

    /** Whether the peer asks for the connection to go on after the answer; only HTTP/1.0 needs to. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** Whether the peer may be waiting with its body until it is told to go on (RFC 9110, 10.1.1). */
    boolean expectsContinue() {
        return expectsContinue;
    }

    /** Whether the peer expects something that this server has never heard of. */
    boolean expectsMore() {
        return expectsMore;
    }
}
