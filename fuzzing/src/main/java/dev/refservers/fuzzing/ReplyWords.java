package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.Optional;

/** Writes what scripts expect: a reply in their words where these say all of it, its bytes otherwise. */
final class ReplyWords {

    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private int at;

    private ReplyWords(Bytes reply) {
        bytes = reply.size() == 0 ? NOTHING : reply.toArray();
    }

    /** The end of a line, from its operator on: {@code < +OK}. */
    static String expectation(Bytes reply) {
        ReplyWords words = new ReplyWords(reply);
        Optional<String> pattern = words.reply(true);
        return pattern.isPresent() && words.at == words.bytes.length ? "< " + pattern.get() : "<< " + quoted(reply);
    }

    /** In quotes, as scripts have it: a brace would begin a variable. */
    static String quoted(Bytes bytes) {
        return bytes.quoted().replace("{", "\\{");
    }

    private Optional<String> reply(boolean topLevel) {
        int lineStart = at + 1;
        int lineEnd = lineStart;
        while (lineEnd < bytes.length && bytes[lineEnd] != '\r') {
            lineEnd++;
        }
        if (lineEnd + 1 >= bytes.length) {
            return Optional.empty();
        }
        char type = (char) bytes[at];
        Bytes line = Bytes.of(bytes, lineStart, lineEnd - lineStart);
        at = lineEnd + 2;
        return switch (type) {
            case '+', '-' -> topLevel ? Optional.of(type + text(line)) : Optional.empty();
            case ':' -> line.latin1().matches("\\d{1,18}") ? Optional.of(":" + line.latin1()) : Optional.empty();
            case '_' -> Optional.of("null");
            case '$' -> bulk(line.latin1());
            case '*' -> array(line.latin1());
            default -> Optional.empty();
        };
    }

    /** Without quotes only what cannot be taken for anything else. */
    private static String text(Bytes line) {
        String text = line.latin1();
        return text.matches("[A-Za-z][A-Za-z0-9 ',.:|()<>_-]*[A-Za-z0-9']") ? text : quoted(line);
    }

    private Optional<String> bulk(String length) {
        if (length.equals("-1")) {
            return Optional.of("nil");
        }
        if (!length.matches("\\d{1,9}") || at + Integer.parseInt(length) + 2 > bytes.length) {
            return Optional.empty();
        }
        Bytes text = Bytes.of(bytes, at, Integer.parseInt(length));
        at += text.size() + 2;
        return Optional.of(quoted(text));
    }

    private Optional<String> array(String length) {
        if (length.equals("-1")) {
            return Optional.of("nil*");
        }
        if (!length.matches("\\d{1,6}")) {
            return Optional.empty();
        }
        StringBuilder words = new StringBuilder("[ ");
        for (int i = Integer.parseInt(length); i > 0; i--) {
            Optional<String> element = at < bytes.length ? reply(false) : Optional.empty();
            if (element.isEmpty()) {
                return Optional.empty();
            }
            words.append(element.get()).append(' ');
        }
        return Optional.of(words.append(']').toString());
    }
}
