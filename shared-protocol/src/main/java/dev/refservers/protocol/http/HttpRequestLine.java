package dev.refservers.protocol.http;

import java.nio.ByteBuffer;

/** What the first line of a request says (RFC 9112, section 3); used again for the next request. */
final class HttpRequestLine {

    private static final String HTTP = "http";
    private static final String HTTPS = "https";
    private static final String SLASHES = "//";
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
        int methodEnd = HttpSyntax.tokenEnd(in, from, to);
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

    /** One of four forms (RFC 9112, 3.2): CONNECT alone has one of its own, and only OPTIONS has the asterisk. */
    private void readTarget(ByteBuffer in, int from, int to) throws HttpError {
        if (from == to || !HttpSyntax.isTarget(in, from, to)) {
            throw HttpError.malformed("a target is not empty, and its bytes are visible ASCII characters");
        }
        if (method == HttpMethod.CONNECT) {
            if (!UriAuthority.isHostWithPort(in, from, to)) {
                throw HttpError.malformed("the target of CONNECT is a host, a colon and a port");
            }
        } else if (in.get(from) == '/') {
            readPath(in, from, to);
        } else if (!isAsterisk(in, from, to)) {
            readAbsolute(in, from, to);
        }
    }

    private void readAbsolute(ByteBuffer in, int from, int to) throws HttpError {
        int colon = schemeEnd(in, from, to);
        if (colon == from || colon == to || in.get(colon) != ':') {
            throw HttpError.malformed("a target begins with / or with a scheme and a colon");
        }
        if (HttpSyntax.equalInAnyCase(in, from, colon, HTTP) || HttpSyntax.equalInAnyCase(in, from, colon, HTTPS)) {
            readHttp(in, colon + 1, to);
        } else {
            checkEncoding(in, colon + 1, pathEnd(in, colon + 1, to));
            resource = HttpResource.ELSEWHERE;
        }
    }

    /** {@code ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )} (RFC 3986, 3.1). */
    private static int schemeEnd(ByteBuffer in, int from, int to) {
        int end = from;
        while (end < to) {
            byte b = in.get(end);
            boolean letter = (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
            if (!letter && (end == from || (!HttpSyntax.isDigit(b) && b != '+' && b != '-' && b != '.'))) {
                break;
            }
            end++;
        }
        return end;
    }

    /** The host is not looked at: this server is the only one here. Nor is a user allowed in it (RFC 9110, 4.2). */
    private void readHttp(ByteBuffer in, int from, int to) throws HttpError {
        int host = from + SLASHES.length();
        int path = host;
        while (path < to && in.get(path) != '/' && in.get(path) != '?') {
            path++;
        }
        if (path > to || !HttpSyntax.equal(in, from, host, SLASHES) || !UriAuthority.isHost(in, host, path)) {
            throw HttpError.malformed("behind http: or https: there are two slashes, a host, and a path");
        }
        readPath(in, path, to);
    }

    /** The query is not looked at either. */
    private void readPath(ByteBuffer in, int from, int to) throws HttpError {
        int end = pathEnd(in, from, to);
        checkEncoding(in, from, end);
        resource = from == end ? HttpResource.HELLO : HttpResource.at(in, from, end);
    }

    private static int pathEnd(ByteBuffer in, int from, int to) {
        int query = HttpSyntax.indexOf('?', in, from, to);
        return query < 0 ? to : query;
    }

    private static void checkEncoding(ByteBuffer in, int from, int to) throws HttpError {
        if (!HttpSyntax.isWellEncoded(in, from, to)) {
            throw HttpError.malformed("a percent sign in a path is followed by two hexadecimal digits");
        }
    }

    private boolean isAsterisk(ByteBuffer in, int from, int to) {
        return method == HttpMethod.OPTIONS && to - from == 1 && in.get(from) == '*';
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
