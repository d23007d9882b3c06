package dev.refservers.protocol;

import java.nio.ByteBuffer;

/** What the first line of a request says (RFC 9112, section 3); used again for the next request. */
final class HttpRequestLine {

    private static final String SCHEME = "http://";
    private static final String NAME = "HTTP/";
    private static final int VERSION_LENGTH = 8;

    private HttpMethod method = HttpMethod.UNKNOWN;
    private HttpResource resource = HttpResource.NOWHERE;
    private boolean http10;

    /** Reads the line, which has no line end any more. */
    void read(ByteBuffer in, int from, int to) throws HttpError {
        method = HttpMethod.UNKNOWN;
        resource = HttpResource.NOWHERE;
        http10 = false;
        int methodEnd = from;
        while (methodEnd < to && HttpSyntax.isTokenByte(in.get(methodEnd))) {
            methodEnd++;
        }
        int targetEnd = HttpSyntax.indexOf(' ', in, Math.min(methodEnd + 1, to), to);
        if (methodEnd == from || targetEnd < 0 || in.get(methodEnd) != ' ') {
            throw HttpError.malformed("a request line is a method, a target and a version, with one space between");
        }
        method = HttpMethod.of(in, from, methodEnd);
        readVersion(in, targetEnd + 1, to);
        readTarget(in, methodEnd + 1, targetEnd);
    }

    /** Forgets the line before, so that an error in the next one is not answered as if it were that one's. */
    void forget() {
        method = HttpMethod.UNKNOWN;
    }

    private void readVersion(ByteBuffer in, int from, int to) throws HttpError {
        if (to - from != VERSION_LENGTH || !HttpSyntax.equal(in, from, from + NAME.length(), NAME)
                || !HttpSyntax.isDigit(in.get(from + 5)) || in.get(from + 6) != '.'
                || !HttpSyntax.isDigit(in.get(from + 7))) {
            throw HttpError.malformed("a version is HTTP/ and two digits with a point between");
        }
        if (in.get(from + 5) != '1') {
            throw new HttpError(HttpStatus.HTTP_VERSION_NOT_SUPPORTED, "this server speaks HTTP/1.1 and HTTP/1.0");
        }
        http10 = in.get(from + 7) == '0';
    }

    private void readTarget(ByteBuffer in, int from, int to) throws HttpError {
        if (from == to || !HttpSyntax.isTarget(in, from, to)) {
            throw HttpError.malformed("a target is not empty, and its bytes are visible ASCII characters");
        }
        if (in.get(from) == '/') {
            readPath(in, from, to);
        } else if (HttpSyntax.startsWithInAnyCase(in, from, to, SCHEME)) {
            readAbsolute(in, from + SCHEME.length(), to);
        } else if (!isAsterisk(in, from, to) && !isAuthority(in, from, to)) {
            throw HttpError.malformed("a target begins with / or with http://");
        }
    }

    /** The host is not looked at: this server is the only one here. */
    private void readAbsolute(ByteBuffer in, int from, int to) throws HttpError {
        int path = from;
        while (path < to && in.get(path) != '/' && in.get(path) != '?') {
            path++;
        }
        if (path == from || !HttpSyntax.isHost(in, from, path)) {
            throw HttpError.malformed("an absolute target is http://, a host, and a path");
        }
        readPath(in, path, to);
    }

    /** The query is not looked at either. */
    private void readPath(ByteBuffer in, int from, int to) throws HttpError {
        int query = HttpSyntax.indexOf('?', in, from, to);
        int end = query < 0 ? to : query;
        if (!HttpResource.isWellEncoded(in, from, end)) {
            throw HttpError.malformed("a percent sign in a path is followed by two hexadecimal digits");
        }
        resource = from == end ? HttpResource.HELLO : HttpResource.at(in, from, end);
    }

    private boolean isAsterisk(ByteBuffer in, int from, int to) {
        return method == HttpMethod.OPTIONS && to - from == 1 && in.get(from) == '*';
    }

    private boolean isAuthority(ByteBuffer in, int from, int to) {
        return method == HttpMethod.CONNECT && HttpSyntax.isHost(in, from, to);
    }

    HttpMethod method() {
        return method;
    }

    HttpResource resource() {
        return resource;
    }

    /** Whether the request is of HTTP/1.0, whose connections close unless both sides say otherwise. */
    boolean http10() {
        return http10;
    }
}
