package dev.refservers.conformance.result;

/**
 * Text in which nothing acts on whoever shows it: no escape sequence on a terminal, no mark that turns the direction of
 * writing. What comes from a server or its log goes through this, whatever has quoted it before.
 */
public final class Visible {

    private Visible() {}

    /** The same, with escapes for what cannot be seen; lines stay lines. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                visible.appendCodePoint(c);
            } else {
                visible.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
            }
        });
        return visible.toString();
    }

    /** Whether it may stand in a report as it is. */
    public static boolean isVisible(int c) {
        return c == '\n' || c == '\t' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
