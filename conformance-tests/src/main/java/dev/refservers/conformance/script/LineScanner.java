package dev.refservers.conformance.script;

import dev.refservers.conformance.script.Template.Hole;
import dev.refservers.conformance.script.Template.Literal;
import dev.refservers.conformance.script.Template.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one line of a script from left to right. A {@code #} at the beginning of a word begins a comment. */
final class LineScanner {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(us|ms|s)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z][a-z0-9-]*)}");

    private final String file;
    private final int line;
    private final String text;
    private final Set<String> variables;
    private int position;

    /** Reads {@code text}, in which these variables have values. */
    LineScanner(String file, int line, String text, Set<String> variables) {
        this.file = file;
        this.line = line;
        this.text = text;
        this.variables = new TreeSet<>(variables);
    }

    ScriptSyntaxException wrong(String message) {
        return new ScriptSyntaxException(file, line, message);
    }

    /** Whether nothing is left but a comment. Skips spaces. */
    boolean atEnd() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position == text.length() || text.charAt(position) == '#';
    }

    /** Skips spaces, and then {@code token}, if it is next. */
    boolean skip(String token) {
        if (!atEnd() && text.startsWith(token, position)) {
            position += token.length();
            return true;
        }
        return false;
    }

    /** Skips {@code token}, if it is next with no space before it. */
    boolean skipAdjacent(String token) {
        boolean next = text.startsWith(token, position);
        position += next ? token.length() : 0;
        return next;
    }

    /** The small letters that follow with no space before them. */
    String adjacentName() {
        int from = position;
        while (position < text.length() && text.charAt(position) >= 'a' && text.charAt(position) <= 'z') {
            position++;
        }
        return text.substring(from, position);
    }

    /** Skips spaces; whether {@code token} is next. */
    boolean sees(String token) {
        return !atEnd() && text.startsWith(token, position);
    }

    /** The characters up to the next space, which are not taken. */
    String peekWord() {
        return atEnd() ? "" : text.substring(position, endOfWord(""));
    }

    /** The characters up to the next space, or to one of {@code ends}; never none. */
    String word(String ends, String what) {
        int end = atEnd() ? position : endOfWord(ends);
        if (end == position) {
            throw wrong(what + " is missing");
        }
        String word = text.substring(position, end);
        position = end;
        return word;
    }

    /** What is left of the line, without a comment behind it and without spaces around it. */
    String rest() {
        if (atEnd()) {
            return "";
        }
        int comment = text.indexOf(" #", position);
        String rest = text.substring(position, comment < 0 ? text.length() : comment).strip();
        position = text.length();
        return rest;
    }

    void mustEnd(String allowed) {
        if (!atEnd()) {
            throw wrong("'" + rest() + "' is too much: " + allowed);
        }
    }

    Duration duration(String what) {
        String word = word("", what);
        return duration(word, what);
    }

    private Duration duration(String word, String what) {
        Matcher matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            throw wrong(what + " is '" + word + "', but must be a number with its unit, as 300ms, 2s or 100us");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> Duration.ofNanos(number * 1_000);
            case "ms" -> Duration.ofMillis(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** A duration, or {@code byDefault} at the end of the line. */
    Duration duration(String what, Duration byDefault) {
        return atEnd() ? byDefault : duration(what);
    }

    /** A number, or a variable. */
    Amount amount(String what) {
        String word = word("]}*", what);
        if (text.startsWith("}", position) && word.startsWith("{")) {
            position++;
            word += "}";
        }
        if (NUMBER.matcher(word).matches()) {
            return Amount.of(Long.parseLong(word));
        }
        Matcher variable = VARIABLE.matcher(word);
        if (variable.matches()) {
            return new Amount.Variable(known(variable.group(1)));
        }
        throw wrong(what + " is '" + word + "', but must be a whole number, or a variable as {i}");
    }

    /** A quoted string, or a word, with {@code * n} behind a quoted one. */
    Template template(String what) {
        if (!sees("\"")) {
            return new Template(parts(word("", what)), Amount.of(1));
        }
        return quoted();
    }

    /** A quoted string, with {@code * n} behind it or not. */
    Template quoted() {
        List<Part> parts = quotedParts();
        int before = position;
        if (skip("*") && !atEnd()) {
            return new Template(parts, amount("how often the string is said"));
        }
        position = before;
        return new Template(parts, Amount.of(1));
    }

    /** A word, in which variables may stand. */
    List<Part> parts(String word) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (Matcher hole = VARIABLE.matcher(word); hole.find(); from = hole.end()) {
            addLiteral(parts, word.substring(from, hole.start()).getBytes(StandardCharsets.UTF_8));
            parts.add(new Hole(known(hole.group(1))));
        }
        addLiteral(parts, word.substring(from).getBytes(StandardCharsets.UTF_8));
        return parts;
    }

    private List<Part> quotedParts() {
        List<Part> parts = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher hole = VARIABLE.matcher(text);
        int i = position + 1;
        for (;; i++) {
            if (i >= text.length()) {
                throw wrong("the string that begins with " + text.substring(position, Math.min(position + 20, i))
                        + " has no closing quote");
            }
            char c = text.charAt(i);
            if (c == '"') {
                break;
            } else if (c == '\\') {
                i = Escape.read(this, text, i + 1, bytes);
            } else if (c == '{' && hole.region(i, text.length()).lookingAt()) {
                addLiteral(parts, bytes.toByteArray());
                bytes.reset();
                parts.add(new Hole(known(hole.group(1))));
                i = hole.end() - 1;
            } else {
                bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        addLiteral(parts, bytes.toByteArray());
        position = i + 1;
        return parts;
    }

    private String known(String variable) {
        if (!variables.contains(variable)) {
            throw wrong("{" + variable + "} has no value here; " + (variables.isEmpty()
                    ? "no variable has"
                    : variables
                            + " have")
                    + ". Loops give {i}, groups give {n} and {me}, and a brace is \\{");
        }
        return variable;
    }

    private int endOfWord(String ends) {
        int end = position;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))
                && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static void addLiteral(List<Part> parts, byte[] bytes) {
        if (bytes.length > 0) {
            parts.add(new Literal(Bytes.of(bytes)));
        }
    }
}
