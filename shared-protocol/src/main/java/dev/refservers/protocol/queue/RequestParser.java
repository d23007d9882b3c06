package dev.refservers.protocol.queue;

import dev.refservers.protocol.Limits;

import java.nio.ByteBuffer;

/**
 * Finds requests in a stream of bytes, in both framings of RESP: arrays of bulk strings, and inline commands.
 *
 * <p>
 * It can stop anywhere and go on where it stopped, so that no byte is looked at twice however the network cut it. An
 * unfinished request stays in the buffer, from its position on; what is remembered here is relative to that position,
 * so the caller may move the bytes to another buffer in between.
 *
 * <pre>
 *   start ── '*' ──▶ count ── n &gt; 0 ──▶ bulk length ◀──▶ bulk ── the last one ──▶ REQUEST
 *     │                └─── n ≤ 0: nothing, start again
 *     └── other ──▶ line ──▶ REQUEST, or nothing if it is blank
 * </pre>
 */
final class RequestParser {

    /** What a look at the buffer found. */
    enum Step {
        /** A whole request: see {@link RequestParser#request}. The buffer's position is behind it. */
        REQUEST,
        /** No whole request. */
        MORE,
        /** What can't be a request: see {@link RequestParser#error}. The stream can't be understood any further. */
        ERROR
    }

    private static final int UNKNOWN = -1;
    private static final int SMALLEST_ARGUMENT_BYTES = "$0\r\n\r\n".length();

    private final Limits limits;
    private final Request request = new Request();
    private String error = "";

    /** How far the unfinished request was understood, from its beginning. */
    private int understood;

    /** How far beyond that it was searched in vain for a line end. */
    private int searched;

    /** Arguments that are still to come, or UNKNOWN at the start of a request. */
    private int missing = UNKNOWN;

    /** The length of the argument that comes next, or UNKNOWN before it was read. */
    private int bulkLength = UNKNOWN;

    RequestParser(Limits limits) {
        this.limits = limits;
    }

    /** The request that was found last, valid until the parser is called again. */
    Request request() {
        return request;
    }

    /** What was wrong: the text behind {@code -ERR Protocol error: }. */
    String error() {
        return error;
    }

    /** Bytes that it holds besides those that it reads. */
    long heldBytes() {
        return request.heldBytes();
    }

    /** What is needed at least to finish a request of which there are {@code have} bytes, which were looked at. */
    long neededBytes(int have) {
        if (missing == UNKNOWN) {
            return 1;
        }
        long next = bulkLength == UNKNOWN ? SMALLEST_ARGUMENT_BYTES : bulkLength + 2L;
        return Math.max(1, understood + next + (missing - 1L) * SMALLEST_ARGUMENT_BYTES - have);
    }

    /** Lets go of the request that was found last, and of the buffer that it lies in; not of an unfinished one. */
    void forgetRequest() {
        if (missing == UNKNOWN) {
            request.release();
        }
    }

    /** Forgets how far an unfinished request was understood: it is looked for once more, from its beginning. */
    void restart() {
        missing = UNKNOWN;
        bulkLength = UNKNOWN;
        understood = 0;
        searched = 0;
    }

    /** Looks for one request at the position of {@code in}. */
    Step next(ByteBuffer in) {
        while (missing == UNKNOWN) {
            if (!in.hasRemaining()) {
                return Step.MORE;
            }
            Step step = in.get(in.position()) == '*' ? count(in) : line(in);
            if (step != Step.REQUEST) {
                return step;
            }
            if (missing == UNKNOWN && request.count() > 0) {
                return Step.REQUEST;
            }
        }
        return bulks(in);
    }

    /** Reads {@code *<count>CR?}; REQUEST means: read, go on. */
    private Step count(ByteBuffer in) {
        int start = in.position();
        int cr = lineEnd(in, start + 1, '\r');
        if (cr < 0 || cr + 1 == in.limit()) {
            return cr < 0 && in.remaining() > limits.maxInlineBytes() ? fail("too big mbulk count string") : Step.MORE;
        }
        searched = 0;
        if (!Decimal.isLong(in, start + 1, cr)) {
            return fail("invalid multibulk length");
        }
        long count = Decimal.toLong(in, start + 1, cr);
        if (count > limits.maxArguments()) {
            return fail("invalid multibulk length");
        }
        request.begin();
        if (count <= 0) {
            in.position(cr + 2);
        } else {
            missing = (int) count;
            understood = cr + 2 - start;
        }
        return Step.REQUEST;
    }

    private Step bulks(ByteBuffer in) {
        int start = in.position();
        int at = start + understood;
        int limit = in.limit();
        while (missing > 0) {
            if (bulkLength == UNKNOWN) {
                int cr = lineEnd(in, at, '\r');
                if (cr < 0 || cr + 1 == limit) {
                    understood = at - start;
                    return cr < 0 && limit - at > limits.maxInlineBytes()
                            ? fail("too big bulk count string")
                            : Step.MORE;
                }
                searched = 0;
                if (in.get(at) != '$') {
                    return fail("expected '$', got '" + (char) (in.get(at) & 0xff) + "'");
                }
                if (!Decimal.isLong(in, at + 1, cr)) {
                    return fail("invalid bulk length");
                }
                long length = Decimal.toLong(in, at + 1, cr);
                if (length < 0 || length > limits.maxBulkBytes()) {
                    return fail("invalid bulk length");
                }
                bulkLength = (int) length;
                at = cr + 2;
            }
            // The two bytes behind a bulk must be there, but are not looked at.
            if (limit - at < bulkLength + 2L) {
                understood = at - start;
                return Step.MORE;
            }
            request.add(at - start, bulkLength);
            at += bulkLength + 2;
            bulkLength = UNKNOWN;
            missing--;
        }
        missing = UNKNOWN;
        understood = 0;
        request.locate(in, start);
        in.position(at);
        return Step.REQUEST;
    }

    /** Reads an inline command up to its line feed; REQUEST means: read, possibly blank. */
    private Step line(ByteBuffer in) {
        int start = in.position();
        int lf = lineEnd(in, start, '\n');
        if ((lf < 0 ? in.limit() : lf) - start > limits.maxInlineBytes()) {
            return fail("too big inline request");
        }
        if (lf < 0) {
            return Step.MORE;
        }
        searched = 0;
        request.begin();
        int end = lf > start && in.get(lf - 1) == '\r' ? lf - 1 : lf;
        if (!InlineCommand.split(in, start, end, request)) {
            return fail("unbalanced quotes in request");
        }
        in.position(lf + 1);
        return Step.REQUEST;
    }

    /** The index of the first {@code wanted} byte at or after {@code from}, or -1; no byte is searched twice. */
    private int lineEnd(ByteBuffer in, int from, char wanted) {
        int limit = in.limit();
        for (int at = from + searched; at < limit; at++) {
            if (in.get(at) == wanted) {
                return at;
            }
        }
        searched = Math.max(0, limit - from);
        return -1;
    }

    private Step fail(String what) {
        error = what;
        return Step.ERROR;
    }
}
