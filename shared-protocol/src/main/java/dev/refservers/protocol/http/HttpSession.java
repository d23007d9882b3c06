package dev.refservers.protocol.http;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.http.HttpResponse.Persistence;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers GET and HEAD in HTTP/1.1 and HTTP/1.0, one request after the other (RFC 9110, RFC 9112). */
final class HttpSession extends BufferedSession {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int LEAST_KEPT_BYTES = 256;

    private final Statistics statistics;
    private final Supplier<Status> status;
    private final HttpParser parser;

    /** Input that is not read yet: an incomplete line, or requests that wait for room. */
    private ByteBuffer kept = NOTHING;

    /** Whether what is kept waits for room, and not for the rest of its line. */
    private boolean waitsForRoom;

    HttpSession(Limits limits, Statistics statistics, Supplier<Status> status, BufferedBytes buffered, long now) {
        super(limits, buffered, now);
        this.statistics = statistics;
        this.status = status;
        this.parser = new HttpParser(limits);
    }

    @Override
    protected void take(ByteBuffer in, long now) {
        if (kept.hasRemaining()) {
            keep(in);
            answerKept();
        } else {
            answer(in);
            keep(in);
        }
    }

    @Override
    protected void advance(long now) {
        answerKept();
        if (lastInput() && !waitsForRoom) {
            end();
        }
    }

    /** No more is kept than one head and one piece of input: the parser refuses a longer head. */
    @Override
    protected boolean inputFull() {
        return waitsForRoom;
    }

    @Override
    protected boolean waitsForRoom() {
        return waitsForRoom;
    }

    @Override
    protected long heldBytes() {
        return kept.capacity();
    }

    @Override
    protected void release() {
        kept = NOTHING;
        statistics.connectionClosed();
    }

    private void keep(ByteBuffer in) {
        int added = in.remaining();
        if (added == 0) {
            return;
        }
        if (kept.capacity() - kept.limit() < added) {
            makeRoomToKeep(kept.remaining() + added);
        }
        int end = kept.limit();
        kept.limit(end + added);
        kept.put(end, in, in.position(), added);
        in.position(in.limit());
    }

    /** Twice what is needed now, so that a line that comes byte by byte is not copied for each byte. */
    private void makeRoomToKeep(int bytes) {
        if (bytes <= kept.capacity() / 2) {
            kept.compact().flip();
        } else {
            kept = ByteBuffer.allocate(Math.max(LEAST_KEPT_BYTES, Math.multiplyExact(bytes, 2))).put(kept).flip();
        }
    }

    private void answerKept() {
        if (kept.hasRemaining()) {
            answer(kept);
        }
        if (!kept.hasRemaining()) {
            kept = NOTHING;
        } else if (kept.capacity() > LEAST_KEPT_BYTES && kept.remaining() <= kept.capacity() / 4) {
            // A line that is left over from a large piece must not hold that piece's room until it is complete.
            ByteBuffer left = kept;
            kept = NOTHING;
            keep(left);
        }
    }

    /** Takes the requests in this input, as far as there is room for their responses. */
    private void answer(ByteBuffer in) {
        waitsForRoom = false;
        try {
            while (!ending()) {
                if (!roomForOutput()) {
                    waitsForRoom = in.hasRemaining();
                    return;
                }
                switch (parser.next(in)) {
                    case MORE -> {
                        return;
                    }
                    case BODY_AHEAD -> askForBody();
                    case REQUEST -> respond(objection(), persistence());
                }
            }
        } catch (HttpError error) {
            respond(error, Persistence.CLOSE);
        }
        // After the last response nothing is looked at any more.
        in.position(in.limit());
    }

    private void askForBody() {
        if (!parser.fields().expectsContinue() || parser.line().http10()) {
            return;
        }
        HttpError objection = objection();
        if (objection == null) {
            HttpResponse.goOn(out);
        } else {
            // The client may now leave its body out, or not: what comes next could be either (RFC 9110, 10.1.1).
            respond(objection, Persistence.CLOSE);
        }
    }

    /** What speaks against serving this request, whose end is known. */
    private @Nullable HttpError objection() {
        HttpRequestLine line = parser.line();
        if (line.method() == HttpMethod.UNKNOWN) {
            return new HttpError(HttpStatus.NOT_IMPLEMENTED, "this server does not know that method");
        }
        if (line.method() != HttpMethod.GET && line.method() != HttpMethod.HEAD) {
            return new HttpError(HttpStatus.METHOD_NOT_ALLOWED, "everything here allows GET and HEAD only");
        }
        if (line.resource() == HttpResource.ELSEWHERE) {
            return new HttpError(HttpStatus.MISDIRECTED_REQUEST, "this server is asked for http and https only");
        }
        if (line.resource() == HttpResource.NOWHERE) {
            return new HttpError(HttpStatus.NOT_FOUND, "there are /, /status and /metrics");
        }
        if (parser.fields().expectsMore() && !line.http10()) {
            return new HttpError(HttpStatus.EXPECTATION_FAILED, "100-continue is all that can be expected");
        }
        return null;
    }

    /** Whether the connection goes on, and what there is to say about it (RFC 9112, 9.3). */
    private Persistence persistence() {
        HttpFields fields = parser.fields();
        boolean http10 = parser.line().http10();
        if (fields.close() || (http10 && !fields.keepAlive())) {
            return Persistence.CLOSE;
        }
        return http10 ? Persistence.KEEP_ALIVE : Persistence.UNSPOKEN;
    }

    private void respond(@Nullable HttpError error, Persistence persistence) {
        // Counted first, so that a page about this server knows of the request for it.
        statistics.requestServed();
        boolean headOnly = parser.line().method() == HttpMethod.HEAD;
        if (error != null) {
            HttpResponse.error(out, error, persistence, headOnly);
        } else {
            switch (parser.line().resource()) {
                case STATUS -> HttpResponse.status(out, status.get(), persistence, headOnly);
                case METRICS -> HttpResponse.metrics(out, status.get(), persistence, headOnly);
                default -> HttpResponse.hello(out, persistence, headOnly);
            }
        }
        if (persistence == Persistence.CLOSE) {
            end();
        }
    }
}
