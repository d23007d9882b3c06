package dev.refservers.protocol.http;

import dev.refservers.protocol.Limits;

import java.nio.ByteBuffer;

/**
 * Cuts what a client sends into requests (RFC 9112).
 *
 * <p>
 * It goes from line to line, and reads each where it lies, so that only a line that is not complete has to be kept.
 * Bodies are dropped as they come: no resource here has a use for one, but the next request begins behind it.
 *
 * <pre>
 *                               no body
 *                    ┌────────────────────────────────┐
 *                    ▼                                │
 *   ┌─────────▶ REQUEST_LINE ──▶ FIELDS ──(end)───────┤
 *   │                            ▲    │               ├──▶ BODY ─────────▶ request
 *   │                            └────┘               │
 * request                                             └──▶ CHUNK_SIZE ◀── CHUNK_LF
 *   ▲                                                       │    │            ▲
 *   │                                                     0 │    ▼            │
 *   └──────────────────────── TRAILERS ◀────────────────────┘  CHUNK ──▶ CHUNK_CR
 * </pre>
 */
final class HttpParser {

    /** What has come of the bytes. */
    enum Step {
        /** All is read that can be read: more input is needed. */
        MORE,
        /** A head that announces a body: the peer may want to be told to send it. Asked for once, then go on. */
        BODY_AHEAD,
        /** A whole request. */
        REQUEST
    }

    private enum State {
        REQUEST_LINE, FIELDS, BODY, CHUNK_SIZE, CHUNK, CHUNK_CR, CHUNK_LF, TRAILERS
    }

    private final int maxHeadBytes;
    private final int maxBodyBytes;
    private final HttpRequestLine line = new HttpRequestLine();
    private final HttpFields fields;

    private State state = State.REQUEST_LINE;

    /** Bytes of the complete lines of this head, or of this trailer section. */
    private int headBytes;

    /** Bytes behind the buffer's position in which there is no line end. */
    private int searched;

    /** Bytes of this body, or of this chunk, that are yet to come. */
    private long left;

    /** Bytes of this body's chunks so far. */
    private long bodyBytes;

    /** A parser for the beginning of a connection. */
    HttpParser(Limits limits) {
        maxHeadBytes = limits.maxInlineBytes();
        maxBodyBytes = limits.maxBulkBytes();
        fields = new HttpFields(maxBodyBytes);
    }

    /** The first line of the request. */
    HttpRequestLine line() {
        return line;
    }

    /** The header lines of the request. */
    HttpFields fields() {
        return fields;
    }

    /**
     * Goes on to the next step, and takes what has been read. What it leaves at {@link Step#MORE} must stand before the
     * input that comes next.
     *
     * @throws HttpError when the request is wrong; do not call again then
     */
    Step next(ByteBuffer in) throws HttpError {
        while (true) {
            State before = state;
            boolean moved = switch (before) {
                case REQUEST_LINE, FIELDS, CHUNK_SIZE, TRAILERS -> readLine(in);
                case BODY, CHUNK -> drop(in);
                case CHUNK_CR -> readByte(in, '\r', State.CHUNK_LF);
                case CHUNK_LF -> readByte(in, '\n', State.CHUNK_SIZE);
            };
            if (!moved) {
                return Step.MORE;
            }
            if (state == State.REQUEST_LINE && before != State.REQUEST_LINE) {
                return Step.REQUEST;
            }
            if (before == State.FIELDS && state != State.FIELDS) {
                return Step.BODY_AHEAD;
            }
        }
    }

    private boolean readLine(ByteBuffer in) throws HttpError {
        int from = in.position();
        if (state == State.REQUEST_LINE && in.hasRemaining()) {
            refuseWhatIsNotHttp(in.get(from));
        }
        int lineFeed = HttpSyntax.indexOf('\n', in, from + searched, in.limit());
        searched = lineFeed < 0 ? in.remaining() : 0;
        int length = lineFeed < 0 ? in.remaining() : lineFeed + 1 - from;
        if (headBytes + length > maxHeadBytes) {
            throw tooLong();
        }
        if (lineFeed < 0) {
            return false;
        }
        boolean carriageReturn = lineFeed > from && in.get(lineFeed - 1) == '\r';
        headBytes += length;
        in.position(lineFeed + 1);
        readLine(in, from, carriageReturn ? lineFeed - 1 : lineFeed, carriageReturn);
        return true;
    }

    /** A client that speaks TLS sends no line end for long; it should not have to wait for its answer until it does. */
    private void refuseWhatIsNotHttp(byte first) throws HttpError {
        if (!HttpSyntax.isTokenByte(first) && first != '\r' && first != '\n') {
            line.forget();
            throw HttpError.malformed("a request begins with a method");
        }
    }

    private HttpError tooLong() {
        return switch (state) {
            case REQUEST_LINE -> {
                line.forget();
                yield new HttpError(HttpStatus.URI_TOO_LONG, "a request line has at most " + maxHeadBytes
                        + " bytes here");
            }
            case CHUNK_SIZE -> HttpError.malformed("the line of a chunk's size has at most " + maxHeadBytes
                    + " bytes here");
            default -> new HttpError(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "a request's line and headers have "
                    + "at most " + maxHeadBytes + " bytes here");
        };
    }

    /** In a head, a line feed alone ends a line too (RFC 9112, 2.2); among chunks only smugglers send one. */
    private void readLine(ByteBuffer in, int from, int to, boolean carriageReturn) throws HttpError {
        switch (state) {
            case REQUEST_LINE -> {
                // Empty lines before a request are what some clients send behind a body (RFC 9112, 2.2).
                if (from < to) {
                    fields.forget();
                    line.read(in, from, to);
                    state = State.FIELDS;
                }
            }
            case FIELDS -> {
                if (from < to) {
                    fields.read(in, from, to);
                } else {
                    endHead();
                }
            }
            default -> {
                if (!carriageReturn) {
                    throw HttpError.malformed("a line among chunks ends with CR and LF");
                }
                if (state == State.CHUNK_SIZE) {
                    readChunkSize(in, from, to);
                } else if (from < to) {
                    HttpFields.colon(in, from, to);
                } else {
                    begin(State.REQUEST_LINE);
                }
            }
        }
    }

    private void endHead() throws HttpError {
        fields.end(line.http10());
        bodyBytes = 0;
        left = fields.bodyBytes();
        begin(fields.chunked() ? State.CHUNK_SIZE : left > 0 ? State.BODY : State.REQUEST_LINE);
    }

    private void begin(State next) {
        state = next;
        headBytes = 0;
    }

    /** {@code chunk-size [ chunk-ext ]} (RFC 9112, 7.1). What is in an extension does not matter, but where it ends does. */
    private void readChunkSize(ByteBuffer in, int from, int to) throws HttpError {
        long size = 0;
        int at = from;
        while (at < to && HttpSyntax.hexDigit(in.get(at)) >= 0) {
            size = Math.min(size * 16 + HttpSyntax.hexDigit(in.get(at)), maxBodyBytes + 1L);
            at++;
        }
        if (at == from || !HttpSyntax.isFieldValue(in, at, to)) {
            throw HttpError.malformed("a chunk begins with its size in hexadecimal digits");
        }
        if (!HttpSyntax.isChunkExtensions(in, at, to)) {
            throw HttpError.malformed("behind a chunk's size there are extensions: a semicolon, a name, and perhaps"
                    + " an equals sign and a value");
        }
        bodyBytes += size;
        if (bodyBytes > maxBodyBytes) {
            throw new HttpError(HttpStatus.CONTENT_TOO_LARGE, "a body has at most " + maxBodyBytes + " bytes here");
        }
        left = size;
        begin(size == 0 ? State.TRAILERS : State.CHUNK);
    }

    private boolean drop(ByteBuffer in) {
        int dropped = (int) Math.min(left, in.remaining());
        in.position(in.position() + dropped);
        left -= dropped;
        if (left > 0) {
            return false;
        }
        state = state == State.BODY ? State.REQUEST_LINE : State.CHUNK_CR;
        return true;
    }

    private boolean readByte(ByteBuffer in, char wanted, State next) throws HttpError {
        if (!in.hasRemaining()) {
            return false;
        }
        if (in.get() != wanted) {
            throw HttpError.malformed("a chunk ends with CR and LF");
        }
        state = next;
        return true;
    }
}
