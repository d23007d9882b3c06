package dev.refservers.forking;

import java.nio.ByteBuffer;

/**
 * Finds the end of one reply in RESP2 or RESP3, in whatever pieces it comes. Nothing is kept of what has been looked at,
 * so a reply may be as long as it likes. Used by one thread.
 *
 * <p>
 * A reply is a tree; to find its end, only the number of its parts still to come is needed:
 *
 * <pre>
 *   + - : _ # , (      a line                                     one part less
 *   $ = !              a length, so many bytes, a line end        one part less
 *   * ~ >              a count                                    one part less, that many more
 *   %                  a count                                    one part less, twice that many more
 *   |                  a count, before the part that it tells of  twice that many more
 * </pre>
 */
final class ReplyScanner {

    private enum State {
        TYPE, LINE, NUMBER, BODY
    }

    private State state = State.TYPE;
    private byte type;

    /** The number of this line so far; then, in a body, bytes still to come. */
    private long number;
    private boolean negative;

    /** Parts still to come. */
    private long parts;

    /** Starts with the first byte of a reply. */
    void begin() {
        state = State.TYPE;
        parts = 1;
    }

    /** Whether the reply has ended. */
    boolean whole() {
        return parts == 0;
    }

    /** Looks at bytes up to the end of the reply, or all of them: moves the position behind the last one looked at. */
    void scan(ByteBuffer in) {
        while (parts > 0 && in.hasRemaining()) {
            if (state == State.BODY) {
                int skipped = (int) Math.min(number, in.remaining());
                in.position(in.position() + skipped);
                number -= skipped;
                if (number == 0) {
                    partEnds(0);
                }
            } else {
                look(in.get());
            }
        }
    }

    private void look(byte b) {
        switch (state) {
            case TYPE -> {
                type = b;
                number = 0;
                negative = false;
                state = isLine(b) ? State.LINE : State.NUMBER;
            }
            case LINE -> {
                if (b == '\n') {
                    partEnds(0);
                }
            }
            case NUMBER -> {
                if (b == '\n') {
                    numberEnds();
                } else if (b == '-') {
                    negative = true;
                } else if (b >= '0' && b <= '9') {
                    number = 10 * number + (b - '0');
                }
            }
            case BODY -> throw new IllegalStateException("a body is skipped, not looked at");
        }
    }

    private void numberEnds() {
        switch (type) {
            case '$', '=', '!' -> {
                if (negative) {
                    partEnds(0);
                } else {
                    number += 2;
                    state = State.BODY;
                }
            }
            case '*', '~', '>' -> partEnds(negative ? 0 : number);
            case '%' -> partEnds(2 * number);
            case '|' -> partEnds(2 * number + 1);
            default -> throw new IllegalStateException("no type of reply: " + (char) type);
        }
    }

    private void partEnds(long more) {
        parts += more - 1;
        state = State.TYPE;
    }

    private static boolean isLine(byte type) {
        return switch (type) {
            case '+', '-', ':', '_', '#', ',', '(' -> true;
            case '$', '=', '!', '*', '~', '>', '%', '|' -> false;
            default -> throw new IllegalArgumentException("no type of reply begins with byte " + type);
        };
    }
}
