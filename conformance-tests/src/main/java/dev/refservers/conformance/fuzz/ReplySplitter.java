package dev.refservers.conformance.fuzz;

/** Finds where a reply of RESP2 or RESP3 ends, without making anything of it. */
final class ReplySplitter {

    /** Not all of the reply is there. */
    static final int INCOMPLETE = -1;

    private final byte[] bytes;
    private final int end;
    private int at;

    private ReplySplitter(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * The place behind the reply that begins at {@code from}, or {@link #INCOMPLETE}. What can be no reply goes on to
     * {@code end}: it will be found to differ from one.
     */
    static int endOf(byte[] bytes, int from, int end) {
        ReplySplitter splitter = new ReplySplitter(bytes, from, end);
        return splitter.skip() ? splitter.at : INCOMPLETE;
    }

    private boolean skip() {
        if (at == end) {
            return false;
        }
        byte type = bytes[at];
        int lineStart = at + 1;
        int lineEnd = lineEnd(lineStart);
        if (lineEnd < 0) {
            return false;
        }
        at = lineEnd + 2;
        return switch (type) {
            case '+', '-', ':', '_', ',', '#', '(' -> true;
            case '$', '=' -> {
                long length = number(lineStart, lineEnd);
                at = (int) Math.min(Integer.MAX_VALUE / 2, length < 0 ? at : at + length + 2);
                yield at <= end;
            }
            case '*', '~', '>' -> skip(number(lineStart, lineEnd));
            case '%' -> skip(2 * number(lineStart, lineEnd));
            default -> {
                at = end;
                yield true;
            }
        };
    }

    private boolean skip(long replies) {
        for (long i = 0; i < replies; i++) {
            if (!skip()) {
                return false;
            }
        }
        return true;
    }

    private int lineEnd(int from) {
        for (int i = from; i + 1 < end; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private long number(int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            value = Math.min(Integer.MAX_VALUE, 10 * value + bytes[i] - '0');
        }
        return negative ? -value : value;
    }
}
