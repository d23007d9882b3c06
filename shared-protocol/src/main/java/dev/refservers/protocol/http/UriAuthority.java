package dev.refservers.protocol.http;

import java.nio.ByteBuffer;

/** Hosts and ports as RFC 3986, 3.2.2 and 3.2.3, writes them, asked of bytes where they lie. Ranges are from, to (exclusive). */
final class UriAuthority {

    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int MOST_PORT = 65_535;
    private static final int NOWHERE = -1;

    private UriAuthority() {}

    /** Whether this is {@code uri-host [":" port]}, whose host is not empty and whose port may be. */
    static boolean isHost(ByteBuffer in, int from, int to) {
        int end = hostEnd(in, from, to);
        return end > from && (end == to || (in.get(end) == ':' && HttpSyntax.isDigits(in, end + 1, to)));
    }

    /** Whether this is {@code uri-host ":" port}, and something may listen there: the target of a CONNECT. */
    static boolean isHostWithPort(ByteBuffer in, int from, int to) {
        int end = hostEnd(in, from, to);
        if (end <= from || end == to || in.get(end) != ':') {
            return false;
        }
        long port = HttpSyntax.decimal(in, end + 1, to, MOST_PORT);
        return port >= 1 && port <= MOST_PORT;
    }

    /** Where the host ends that begins at {@code from}; less than {@code from} if there is none. */
    private static int hostEnd(ByteBuffer in, int from, int to) {
        if (from < to && in.get(from) == '[') {
            int bracket = HttpSyntax.indexOf(']', in, from, to);
            boolean literal = bracket >= 0 && isLiteral(in, from + 1, bracket);
            return literal ? bracket + 1 : NOWHERE;
        }
        // An IPv4 address is a registered name, too, as far as its characters go.
        int end = from;
        while (end < to && in.get(end) != ':') {
            boolean encoded = in.get(end) == '%';
            if (!(encoded ? HttpSyntax.isEncoded(in, end, to) : HttpSyntax.isNameByte(in.get(end)))) {
                return NOWHERE;
            }
            end += encoded ? 3 : 1;
        }
        return end;
    }

    private static boolean isLiteral(ByteBuffer in, int from, int to) {
        boolean future = from < to && (in.get(from) | 0x20) == 'v';
        return future ? isFuture(in, from + 1, to) : isIpv6(in, from, to);
    }

    /** {@code "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )}, behind the v. */
    private static boolean isFuture(ByteBuffer in, int from, int to) {
        int point = from;
        while (point < to && HttpSyntax.hexDigit(in.get(point)) >= 0) {
            point++;
        }
        if (point == from || point + 1 >= to || in.get(point) != '.') {
            return false;
        }
        for (int i = point + 1; i < to; i++) {
            if (in.get(i) != ':' && !HttpSyntax.isNameByte(in.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Eight groups of up to four digits, the last two of which may be an IPv4 address; "::" stands for one or more. */
    private static boolean isIpv6(ByteBuffer in, int from, int to) {
        int groups = 0;
        boolean shortened = false;
        int at = from;
        while (at < to) {
            boolean doubled = at + 1 < to && in.get(at) == ':' && in.get(at + 1) == ':';
            if (doubled) {
                if (shortened) {
                    return false;
                }
                shortened = true;
                at += 2;
                if (at == to) {
                    break;
                }
            } else if (at > from) {
                if (in.get(at) != ':') {
                    return false;
                }
                at++;
            }
            int end = groupEnd(in, at, to);
            boolean dotted = end < to && in.get(end) == '.';
            if (end == at || (dotted && !isIpv4(in, at, to))) {
                return false;
            }
            groups += dotted ? 2 : 1;
            at = dotted ? to : end;
        }
        return shortened ? groups < GROUPS : groups == GROUPS;
    }

    private static int groupEnd(ByteBuffer in, int from, int to) {
        int end = from;
        while (end < to && end - from < GROUP_DIGITS && HttpSyntax.hexDigit(in.get(end)) >= 0) {
            end++;
        }
        return end;
    }

    /** Four numbers up to 255, in one way only: no leading zeros. */
    private static boolean isIpv4(ByteBuffer in, int from, int to) {
        int at = from;
        for (int numbers = 0; numbers < 4; numbers++) {
            if (numbers > 0) {
                if (at == to || in.get(at) != '.') {
                    return false;
                }
                at++;
            }
            int end = at;
            while (end < to && HttpSyntax.isDigit(in.get(end))) {
                end++;
            }
            if (end == at || end - at > 3 || (end - at > 1 && in.get(at) == '0')
                    || HttpSyntax.decimal(in, at, end, 255) > 255) {
                return false;
            }
            at = end;
        }
        return at == to;
    }
}
