package dev.refservers.protocol.http;

import java.nio.ByteBuffer;

/** The methods of RFC 9110, section 9, and PATCH. A server owes a 405 for those it knows, a 501 for those it does not. */
enum HttpMethod {
    GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH, UNKNOWN;

    private static final HttpMethod[] ALL = values();

    /** The method that these bytes name; methods are case-sensitive. */
    static HttpMethod of(ByteBuffer in, int from, int to) {
        for (HttpMethod method : ALL) {
            if (method != UNKNOWN && HttpSyntax.equal(in, from, to, method.name())) {
                return method;
            }
        }
        return UNKNOWN;
    }
}
