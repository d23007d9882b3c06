package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as XML and HTML. */
public final class Markup {

    private static final Pattern INLINE = Pattern
            .compile("`([^`]+)`|\\*\\*(.+?)\\*\\*|\\*(\\S(?:.*?\\S)?)\\*|\\[([^\\]]+)\\]\\([^)]*\\)");

    private Markup() {}

    /** For elements and quoted attributes; what XML forbids is written as scripts write it. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    if (Visible.isVisible(c)) {
                        escaped.append(c);
                    } else {
                        escaped.append(c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** What stands in a line of Markdown, as HTML: code, emphasis, and links without their addresses. */
    static String ofMarkdown(String line) {
        StringBuilder html = new StringBuilder();
        Matcher inline = INLINE.matcher(line);
        int from = 0;
        while (inline.find()) {
            html.append(escape(line.substring(from, inline.start())));
            from = inline.end();
            if (inline.group(1) != null) {
                html.append("<code>").append(escape(inline.group(1))).append("</code>");
            } else if (inline.group(2) != null) {
                html.append("<strong>").append(ofMarkdown(inline.group(2))).append("</strong>");
            } else if (inline.group(3) != null) {
                html.append("<em>").append(ofMarkdown(inline.group(3))).append("</em>");
            } else {
                html.append(ofMarkdown(inline.group(4)));
            }
        }
        return html.append(escape(line.substring(from))).toString();
    }
}
