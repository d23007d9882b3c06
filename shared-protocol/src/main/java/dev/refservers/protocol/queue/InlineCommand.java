package dev.refservers.protocol.queue;

import java.nio.ByteBuffer;

/**
 * Splits the line of an inline command into arguments, as Redis does it: white space separates; double quotes know the
 * escapes {@code \n \r \t \b \a \xHH} and a backslash before any other byte; single quotes know only {@code \'}; a
 * closing quote must be followed by white space or the end.
 */
final class InlineCommand {

    private final ByteBuffer in;
    private final int end;
    private final byte[] text;
    private int at;
    private int length;

    private InlineCommand(ByteBuffer in, int start, int end) {
        this.in = in;
        this.at = start;
        this.end = end;
        this.text = new byte[end - start];
    }

    /** Adds the arguments between {@code start} and {@code end} to {@code request}; false if quotes are unbalanced. */
    static boolean split(ByteBuffer in, int start, int end, Request request) {
        for (int at = start; at < end; at++) {
            if (in.get(at) == '"' || in.get(at) == '\'') {
                return new InlineCommand(in, start, end).unquote(request);
            }
        }
        // Without quotes, the arguments can stay where they are.
        request.locate(in, start);
        int at = start;
        while (true) {
            while (at < end && isSpace(in.get(at))) {
                at++;
            }
            if (at == end) {
                return true;
            }
            int from = at;
            while (at < end && !endsWord(in.get(at))) {
                at++;
            }
            request.add(from - start, at - from);
        }
    }

    private boolean unquote(Request request) {
        while (true) {
            while (at < end && isSpace(in.get(at))) {
                at++;
            }
            if (at == end) {
                request.locate(ByteBuffer.wrap(text), 0);
                return true;
            }
            int from = length;
            if (!word()) {
                return false;
            }
            request.add(from, length - from);
        }
    }

    private boolean word() {
        while (at < end && !endsWord(in.get(at))) {
            byte b = in.get(at++);
            if (b == '"') {
                return doubleQuoted();
            } else if (b == '\'') {
                return singleQuoted();
            }
            text[length++] = b;
        }
        return true;
    }

    private boolean doubleQuoted() {
        while (at < end) {
            byte b = in.get(at++);
            if (b == '"') {
                return at == end || isSpace(in.get(at));
            }
            text[length++] = b == '\\' && at < end ? escaped() : b;
        }
        return false;
    }

    private byte escaped() {
        byte b = in.get(at++);
        if (b == 'x' && end - at >= 2) {
            int high = Character.digit(in.get(at), 16);
            int low = Character.digit(in.get(at + 1), 16);
            if (high >= 0 && low >= 0) {
                at += 2;
                return (byte) (16 * high + low);
            }
        }
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    private boolean singleQuoted() {
        while (at < end) {
            byte b = in.get(at++);
            if (b == '\'') {
                return at == end || isSpace(in.get(at));
            }
            if (b == '\\' && at < end && in.get(at) == '\'') {
                b = in.get(at++);
            }
            text[length++] = b;
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private static boolean endsWord(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
