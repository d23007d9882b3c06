package dev.refservers.protocol.queue;

import java.nio.ByteBuffer;

/**
 * Whole numbers as the protocol writes them: an optional minus, then digits without a leading zero, and nothing else.
 * The same strictness for lengths and for arguments, as in Redis.
 */
final class Decimal {

    private static final int MAX_DIGITS = 19;

    private Decimal() {}

    /** Whether the bytes from {@code from} up to {@code to} are such a number of 64 bits. */
    static boolean isLong(ByteBuffer in, int from, int to) {
        if (from == to) {
            return false;
        }
        if (to - from == 1) {
            return isDigit(in.get(from));
        }
        boolean negative = in.get(from) == '-';
        int first = negative ? from + 1 : from;
        int digits = to - first;
        if (digits > MAX_DIGITS || in.get(first) < '1' || in.get(first) > '9') {
            return false;
        }
        for (int at = first + 1; at < to; at++) {
            if (!isDigit(in.get(at))) {
                return false;
            }
        }
        long value = toLong(in, from, to);
        return digits < MAX_DIGITS || (negative ? value < 0 : value > 0);
    }

    /** The number, which {@link #isLong is one}; nonsense otherwise. */
    static long toLong(ByteBuffer in, int from, int to) {
        boolean negative = in.get(from) == '-';
        long value = 0;
        for (int at = negative ? from + 1 : from; at < to; at++) {
            // Built downwards: the least number has no positive twin.
            value = value * 10 - (in.get(at) - '0');
        }
        return negative ? value : -value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
