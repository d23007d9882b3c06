package dev.refservers.conformance.script;

import java.io.ByteArrayOutputStream;

/** What stands behind a backslash in a quoted string: a letter, or two hexadecimal digits after an x. */
final class Escape {

    private Escape() {}

    /** Adds the byte that it stands for; returns the place of its last character. */
    static int read(LineScanner in, String text, int at, ByteArrayOutputStream bytes) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        switch (c) {
            case 'r' -> bytes.write('\r');
            case 'n' -> bytes.write('\n');
            case 't' -> bytes.write('\t');
            case '"', '\\', '{' -> bytes.write(c);
            case 'x' -> {
                String digits = text.substring(at + 1, Math.min(at + 3, text.length()));
                if (!digits.matches("[0-9a-fA-F]{2}")) {
                    throw in.wrong("\\x" + digits + " is no byte: \\x needs two hexadecimal digits");
                }
                bytes.write(Integer.parseInt(digits, 16));
                return at + 2;
            }
            default -> throw in.wrong("\\" + c + " means nothing; there is \\r \\n \\t \\\" \\\\ \\{ and \\x00");
        }
        return at;
    }
}
