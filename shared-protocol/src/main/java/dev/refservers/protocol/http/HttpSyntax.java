package dev.refservers.protocol.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** The character rules of RFC 9110, RFC 9112 and RFC 3986, asked of bytes where they lie. Ranges are from, to (exclusive). */
final class HttpSyntax {

    private static final byte TOKEN = 1;
    private static final byte FIELD_VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte NAME = 8;

    /** Which kinds of text each byte may stand in. */
    private static final byte[] KINDS = new byte[256];

    static {
        String alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        allow(TOKEN, alphanumeric + "!#$%&'*+-.^_`|~");
        allow(NAME, alphanumeric + "-._~!$&'()*+,;=");
        for (int b = 0x21; b < 0x7F; b++) {
            KINDS[b] |= FIELD_VALUE;
            if (b != '#') {
                // Wider than RFC 3986: browsers send characters such as | and [ in queries as they are.
                KINDS[b] |= TARGET;
            }
        }
        for (int b = 0x80; b <= 0xFF; b++) {
            KINDS[b] |= FIELD_VALUE;
        }
        allow(FIELD_VALUE, " \t");
    }

    private HttpSyntax() {}

    private static void allow(byte kind, String characters) {
        for (byte b : characters.getBytes(US_ASCII)) {
            KINDS[b] |= kind;
        }
    }

    /** Whether this byte may stand in a token: a method, or a field's name (RFC 9110, 5.6.2). */
    static boolean isTokenByte(byte b) {
        return (KINDS[b & 0xFF] & TOKEN) != 0;
    }

    /** Whether all bytes may stand in a field's value: no control characters but the tab (RFC 9110, 5.5). */
    static boolean isFieldValue(ByteBuffer in, int from, int to) {
        return isAll(FIELD_VALUE, in, from, to);
    }

    /** Whether all bytes may stand in a request's target. */
    static boolean isTarget(ByteBuffer in, int from, int to) {
        return isAll(TARGET, in, from, to);
    }

    private static boolean isAll(byte kind, ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((KINDS[in.get(i) & 0xFF] & kind) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether this byte may stand in a registered name as it is: unreserved, or a sub-delim (RFC 3986, 3.2.2). */
    static boolean isNameByte(byte b) {
        return (KINDS[b & 0xFF] & NAME) != 0;
    }

    /** Whether the percent sign at {@code at} begins {@code %HH} (RFC 3986, 2.1). */
    static boolean isEncoded(ByteBuffer in, int at, int to) {
        return at + 2 < to && hexDigit(in.get(at + 1)) >= 0 && hexDigit(in.get(at + 2)) >= 0;
    }

    /** Whether every percent sign begins {@code %HH}. */
    static boolean isWellEncoded(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.get(i) == '%' && !isEncoded(in, i, to)) {
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes are decimal digits, or none. */
    static boolean isDigits(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(in.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is a decimal digit. */
    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The decimal number that all of these bytes are, or -1 if they are none. What is too large is {@code most + 1}. */
    static long decimal(ByteBuffer in, int from, int to, int most) {
        if (from == to || !isDigits(in, from, to)) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            number = Math.min(number * 10 + in.get(i) - '0', most + 1L);
        }
        return number;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(byte b) {
        return b < 0 ? -1 : Character.digit(b, 16);
    }

    /** Where {@code b} is first, or -1. */
    static int indexOf(char b, ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.get(i) == b) {
                return i;
            }
        }
        return -1;
    }

    /** Where the token ends that begins at {@code from}: there, if there is none. */
    static int tokenEnd(ByteBuffer in, int from, int to) {
        int end = from;
        while (end < to && isTokenByte(in.get(end))) {
            end++;
        }
        return end;
    }

    /** Behind the quoted string that begins at {@code from} (RFC 9110, 5.6.4); there, if it does not end. */
    static int quotedEnd(ByteBuffer in, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (in.get(i) == '"') {
                return i + 1;
            }
            if (in.get(i) == '\\') {
                i++;
            }
        }
        return from;
    }

    /** Where the member of a list ends that begins at {@code from}: at a comma that is not quoted, or at the end. */
    static int memberEnd(ByteBuffer in, int from, int to) {
        int end = from;
        while (end < to && in.get(end) != ',') {
            end = in.get(end) == '"' ? Math.max(end + 1, quotedEnd(in, end, to)) : end + 1;
        }
        return end;
    }

    /** Whether these are {@code *( ";" token [ "=" ( token / quoted-string ) ] )}, white space around each (RFC 9112, 7.1.1). */
    static boolean isChunkExtensions(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to) {
            int semicolon = skipSpace(in, at, to);
            int name = skipSpace(in, Math.min(semicolon + 1, to), to);
            at = tokenEnd(in, name, to);
            if (at == name || in.get(semicolon) != ';') {
                return false;
            }
            int equals = skipSpace(in, at, to);
            if (equals < to && in.get(equals) == '=') {
                int value = skipSpace(in, equals + 1, to);
                at = value < to && in.get(value) == '"' ? quotedEnd(in, value, to) : tokenEnd(in, value, to);
                if (at == value) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Where the optional white space ends that begins at {@code from}. */
    static int skipSpace(ByteBuffer in, int from, int to) {
        int i = from;
        while (i < to && isSpace(in.get(i))) {
            i++;
        }
        return i;
    }

    /** Where the optional white space begins that ends at {@code to}. */
    static int trimSpace(ByteBuffer in, int from, int to) {
        int i = to;
        while (i > from && isSpace(in.get(i - 1))) {
            i--;
        }
        return i;
    }

    /** Whether this is a space or a tab. */
    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Whether these bytes are exactly those. */
    static boolean equal(ByteBuffer in, int from, int to, String those) {
        if (to - from != those.length()) {
            return false;
        }
        for (int i = 0; i < those.length(); i++) {
            if (in.get(from + i) != those.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether these bytes are exactly those, but for the case of letters: see {@link #startsWithInAnyCase}. */
    static boolean equalInAnyCase(ByteBuffer in, int from, int to, String those) {
        return to - from == those.length() && startsWithInAnyCase(in, from, to, those);
    }

    /**
     * Whether these bytes, of which none is a control character, begin with those, which have no capital letters, in
     * whatever case.
     */
    static boolean startsWithInAnyCase(ByteBuffer in, int from, int to, String those) {
        if (to - from < those.length()) {
            return false;
        }
        for (int i = 0; i < those.length(); i++) {
            // The bit turns capital letters into small ones, and all else that is visible into nothing else of those.
            if ((in.get(from + i) | 0x20) != those.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
