package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The words of an inline command, as rules 2.9 to 2.13 of docs/protocol.md read them. Used by one thread. */
final class InlineWords {

    private static final String WHITE_SPACE = " \t\r\u000b\f";
    private static final String ESCAPED = "nrtba";
    private static final String MEANT = "\n\r\t\b\u0007";

    private final String line;
    private int at;

    private InlineWords(String line) {
        this.line = line;
    }

    /** None if a quote is not closed. */
    static List<Bytes> of(Bytes line) {
        InlineWords words = new InlineWords(line.latin1());
        List<Bytes> found = new ArrayList<>();
        while (words.findNext()) {
            ByteArrayOutputStream word = new ByteArrayOutputStream();
            if (!words.read(word)) {
                return List.of();
            }
            found.add(Bytes.of(word.toByteArray()));
        }
        return found;
    }

    private boolean findNext() {
        while (at < line.length() && WHITE_SPACE.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at < line.length();
    }

    private boolean read(ByteArrayOutputStream word) {
        while (at < line.length() && " \t\r".indexOf(line.charAt(at)) < 0) {
            char next = line.charAt(at++);
            if (next == '"' || next == '\'') {
                return quoted(next, word);
            }
            word.write(next);
        }
        return true;
    }

    /** What is quoted ends its word. */
    private boolean quoted(char quote, ByteArrayOutputStream word) {
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (next == quote) {
                return at == line.length() || WHITE_SPACE.indexOf(line.charAt(at)) >= 0;
            }
            boolean escape = next == '\\' && at < line.length() && (quote == '"' || line.charAt(at) == '\'');
            word.write(escape ? escaped() : next);
        }
        return false;
    }

    private int escaped() {
        char next = line.charAt(at++);
        if (next == 'x' && line.substring(at).matches("(?s)[0-9A-Fa-f]{2}.*")) {
            at += 2;
            return Integer.parseInt(line.substring(at - 2, at), 16);
        }
        int known = ESCAPED.indexOf(next);
        return known < 0 ? next : MEANT.charAt(known);
    }
}
