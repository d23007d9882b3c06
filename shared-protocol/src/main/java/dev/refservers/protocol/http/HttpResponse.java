package dev.refservers.protocol.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.refservers.protocol.Output;
import dev.refservers.protocol.Status;
import java.util.EnumMap;
import java.util.Objects;

/**
 * Writes responses.
 *
 * <p>
 * There is no Date in them: a session has no clock, and an origin server without one must not send it (RFC 9110, 6.6.1).
 */
final class HttpResponse {

    /** What a response says about its connection: HTTP/1.1 goes on without a word, HTTP/1.0 only with one. */
    enum Persistence {
        UNSPOKEN(""), KEEP_ALIVE("Connection: keep-alive\r\n"), CLOSE("Connection: close\r\n");

        private final String field;

        Persistence(String field) {
            this.field = field;
        }
    }

    private static final String PLAIN = "text/plain";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private static final byte[] HELLO = "Hello, world!".getBytes(US_ASCII);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    /** The response of {@code /} as one piece. */
    private static final EnumMap<Persistence, byte[]> HELLO_RESPONSES = new EnumMap<>(Persistence.class);

    static {
        for (Persistence persistence : Persistence.values()) {
            Output out = new Output();
            write(out, HttpStatus.OK, PLAIN, "", HELLO, persistence, false);
            byte[] response = new byte[(int) out.size()];
            out.first().get(response);
            HELLO_RESPONSES.put(persistence, response);
        }
    }

    private HttpResponse() {}

    /** The thirteen bytes, or only the head for them. */
    static void hello(Output out, Persistence persistence, boolean headOnly) {
        byte[] response = Objects.requireNonNull(HELLO_RESPONSES.get(persistence));
        out.put(response, 0, headOnly ? response.length - HELLO.length : response.length);
    }

    /** The page about this server. */
    static void status(Output out, Status status, Persistence persistence, boolean headOnly) {
        fresh(out, HTML, StatusText.html(status), persistence, headOnly);
    }

    /** The same for Prometheus. */
    static void metrics(Output out, Status status, Persistence persistence, boolean headOnly) {
        fresh(out, METRICS, StatusText.metrics(status), persistence, headOnly);
    }

    private static void fresh(Output out, String type, String body, Persistence persistence, boolean headOnly) {
        write(out, HttpStatus.OK, type, "Cache-Control: no-store\r\n", body.getBytes(UTF_8), persistence, headOnly);
    }

    /** An error, explained. */
    static void error(Output out, HttpError error, Persistence persistence, boolean headOnly) {
        // A 405 must say what is allowed (RFC 9110, 15.5.6).
        String fields = error.status() == HttpStatus.METHOD_NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "";
        write(out, error.status(), PLAIN, fields, error.explanation().getBytes(US_ASCII), persistence, headOnly);
    }

    /** Tells the client to send the body that it has announced. */
    static void goOn(Output out) {
        out.put(CONTINUE);
    }

    /** An error as the only and last response on a connection. */
    static String refusal(HttpError error) {
        Output out = new Output();
        error(out, error, Persistence.CLOSE, false);
        return US_ASCII.decode(out.first()).toString();
    }

    private static void write(Output out, HttpStatus status, String type, String fields, byte[] body,
            Persistence persistence, boolean headOnly) {
        out.put("HTTP/1.1 ");
        out.put(status.text());
        out.put("\r\nContent-Type: ");
        out.put(type);
        out.put("\r\nContent-Length: ");
        out.putDecimal(body.length);
        out.put("\r\n");
        out.put(fields);
        out.put(persistence.field);
        out.put("\r\n");
        if (!headOnly) {
            out.put(body);
        }
    }
}
