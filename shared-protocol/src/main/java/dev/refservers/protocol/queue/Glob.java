package dev.refservers.protocol.queue;

/**
 * A pattern as Redis has them: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}, and a backslash before a character
 * that is meant as it is. In any case. Takes time in the order of pattern times text, whatever the pattern.
 */
final class Glob {

    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    boolean matches(String text) {
        int at = 0;
        int p = 0;
        // Where to go on when a later part does not match: the last star takes one character more.
        int star = -1;
        int starAt = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starAt = at;
            } else if (p < pattern.length() && matchesOne(p, text.charAt(at))) {
                p += lengthOfOne(p);
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether what stands at {@code p}, which is no star, matches this character. */
    private boolean matchesOne(int p, char c) {
        return switch (pattern.charAt(p)) {
            case '?' -> true;
            case '[' -> matchesClass(p, c);
            case '\\' -> same(pattern.charAt(Math.min(p + 1, pattern.length() - 1)), c);
            default -> same(pattern.charAt(p), c);
        };
    }

    private boolean matchesClass(int p, char c) {
        int end = p + lengthOfOne(p) - 1;
        boolean negated = p + 1 < end && pattern.charAt(p + 1) == '^';
        boolean member = false;
        for (int at = negated ? p + 2 : p + 1; at < end; at++) {
            if (at + 2 < end && pattern.charAt(at + 1) == '-') {
                char from = lowerCase(pattern.charAt(at));
                char to = lowerCase(pattern.charAt(at + 2));
                char lower = lowerCase(c);
                member |= lower >= Math.min(from, to) && lower <= Math.max(from, to);
                at += 2;
            } else {
                member |= same(pattern.charAt(at), c);
            }
        }
        return member != negated;
    }

    /** How many characters of the pattern stand for the one character at {@code p}; a class that never ends, ends it. */
    private int lengthOfOne(int p) {
        if (pattern.charAt(p) == '\\') {
            return Math.min(2, pattern.length() - p);
        }
        if (pattern.charAt(p) != '[') {
            return 1;
        }
        int close = pattern.indexOf(']', p + 1);
        return close < 0 ? pattern.length() - p : close - p + 1;
    }

    private static boolean same(char a, char b) {
        return lowerCase(a) == lowerCase(b);
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
