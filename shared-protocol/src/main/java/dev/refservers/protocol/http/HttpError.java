package dev.refservers.protocol.http;

/** Why a request is not served. Thrown where nobody knows any more at which byte the next request begins. */
final class HttpError extends Exception {

    private final HttpStatus status;

    /** An error whose {@code rule}, the one that was broken, is told to the client. No stack: the fault is not here. */
    HttpError(HttpStatus status, String rule) {
        super(rule, null, false, false);
        this.status = status;
    }

    /** A 400. */
    static HttpError malformed(String rule) {
        return new HttpError(HttpStatus.BAD_REQUEST, rule);
    }

    HttpStatus status() {
        return status;
    }

    /** What the client reads: the status, and the rule that was broken. */
    String explanation() {
        return status.text() + ": " + getMessage() + "\n";
    }
}
