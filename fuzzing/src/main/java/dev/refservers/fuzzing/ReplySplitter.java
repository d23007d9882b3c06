package dev.refservers.fuzzing;

/**
 * Finds where a reply of RESP2 or RESP3 ends, without making anything of it, while it comes: each call goes on where the
 * one before has stopped, and no depth of arrays within one another costs more than a number. Used by one thread.
 */
final class ReplySplitter {

    /** Not all of the reply is there. */
    static final int INCOMPLETE = -1;

    private int at;

    /** Up to here there is no line end. */
    private int searched;

    /** So many replies are still to come, the one that was asked for or what is in it. */
    private long owed = 1;

    /** One for the reply that begins at this place. */
    ReplySplitter(int from) {
        at = from;
        searched = from;
    }

    /** All bytes have moved so many places to the front. */
    void moved(int places) {
        at -= places;
        searched -= places;
    }

    /**
     * The place behind the reply, of which the bytes before {@code end} have come; or {@link #INCOMPLETE}. What can be no
     * reply goes on to {@code end}: it will be found to differ from one.
     */
    int endOf(byte[] bytes, int end) {
        while (owed > 0 && at < end) {
            int lineStart = at + 1;
            int lineEnd = lineEnd(bytes, Math.max(searched, lineStart), end);
            if (lineEnd < 0) {
                searched = Math.max(lineStart, end - 1);
                return INCOMPLETE;
            }
            switch (bytes[at]) {
                case '+', '-', ':', '_', ',', '#', '(' -> passed(lineEnd + 2, 0);
                case '$', '=' -> {
                    long length = number(bytes, lineStart, lineEnd);
                    long behind = length < 0 ? lineEnd + 2L : lineEnd + 2L + length + 2;
                    if (behind > end) {
                        return INCOMPLETE;
                    }
                    passed((int) behind, 0);
                }
                case '*', '~', '>' -> passed(lineEnd + 2, number(bytes, lineStart, lineEnd));
                case '%' -> passed(lineEnd + 2, 2 * number(bytes, lineStart, lineEnd));
                default -> {
                    owed = 0;
                    at = end;
                }
            }
        }
        return owed > 0 ? INCOMPLETE : at;
    }

    private void passed(int to, long within) {
        at = to;
        searched = to;
        owed += Math.max(0, within) - 1;
    }

    private static int lineEnd(byte[] bytes, int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static long number(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            value = Math.min(Integer.MAX_VALUE, 10 * value + bytes[i] - '0');
        }
        return negative ? -value : value;
    }
}
