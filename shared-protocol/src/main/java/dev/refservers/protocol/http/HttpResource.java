package dev.refservers.protocol.http;

import java.nio.ByteBuffer;

/** What there is to get. */
enum HttpResource {
    /** The thirteen bytes that benchmarks ask for. */
    HELLO("/"),
    /** A page about this very server. */
    STATUS("/status"),
    /** The same for Prometheus. */
    METRICS("/metrics"),
    /** Anything else. */
    NOWHERE(""),
    /** What another server must be asked for: a URI of another scheme than this one's. */
    ELSEWHERE("");

    private static final HttpResource[] ALL = values();

    private final String path;

    HttpResource(String path) {
        this.path = path;
    }

    /** The resource at a path whose percent-encoding is valid. */
    static HttpResource at(ByteBuffer in, int from, int to) {
        for (HttpResource resource : ALL) {
            if (!resource.path.isEmpty() && resource.isAt(in, from, to)) {
                return resource;
            }
        }
        return NOWHERE;
    }

    /** An encoded letter is that letter, but an encoded slash is not a slash (RFC 3986, 6.2.2.2 and 2.2). */
    private boolean isAt(ByteBuffer in, int from, int to) {
        int at = from;
        for (int i = 0; i < path.length(); i++) {
            if (at == to) {
                return false;
            }
            int got = in.get(at++);
            if (got == '%') {
                got = HttpSyntax.hexDigit(in.get(at)) << 4 | HttpSyntax.hexDigit(in.get(at + 1));
                at += 2;
                if (got == '/') {
                    return false;
                }
            }
            if (got != path.charAt(i)) {
                return false;
            }
        }
        return at == to;
    }
}
