package dev.refservers.comparison.page.svg;

import static dev.refservers.comparison.page.Numbers.coordinate;

import dev.refservers.conformance.report.Markup;

/** SVG as text. Used by one thread. */
final class Drawing {

    /** Units across a whole chart. */
    static final int WIDTH = 460;

    private final StringBuilder svg = new StringBuilder();

    Drawing line(String style, double x1, double y1, double x2, double y2) {
        svg.append("<path class=\"").append(style).append("\" d=\"M").append(coordinate(x1)).append(' ')
                .append(coordinate(y1)).append('L').append(coordinate(x2)).append(' ').append(coordinate(y2))
                .append("\"/>");
        return this;
    }

    Drawing box(String style, double x, double y, double width, double height) {
        svg.append("<rect class=\"").append(style).append("\" x=\"").append(coordinate(x)).append("\" y=\"")
                .append(coordinate(y)).append("\" width=\"").append(coordinate(Math.max(width, 0.5)))
                .append("\" height=\"").append(coordinate(height)).append("\"/>");
        return this;
    }

    /** @param anchor start, middle or end */
    Drawing text(String style, String anchor, double x, double y, String text) {
        svg.append("<text").append(style.isEmpty() ? "" : " class=\"" + style + "\"")
                .append(anchor.equals("start") ? "" : " text-anchor=\"" + anchor + "\"").append(" x=\"")
                .append(coordinate(x)).append("\" y=\"").append(coordinate(y)).append("\">")
                .append(Markup.escape(text)).append("</text>");
        return this;
    }

    /** A dot that says what it stands for when it is pointed at; nothing where that is empty. */
    Drawing dot(double x, double y, String says) {
        svg.append("<circle cx=\"").append(coordinate(x)).append("\" cy=\"").append(coordinate(y))
                .append("\" r=\"2.6\">")
                .append(says.isEmpty() ? "" : "<title>" + Markup.escape(says) + "</title>").append("</circle>");
        return this;
    }

    Drawing raw(String markup) {
        svg.append(markup);
        return this;
    }

    /** Opens what belongs to one server, so that it can be coloured and picked out. */
    Drawing open(Series.Mark mark) {
        svg.append("<g class=\"s ").append(mark.style()).append("\" data-server=\"")
                .append(Markup.escape(mark.server())).append("\">");
        return this;
    }

    Drawing close() {
        svg.append("</g>\n");
        return this;
    }

    /** The whole picture; what it shows is told to those who do not see it. */
    String whole(double height, String tells) {
        return "<svg viewBox=\"0 0 " + WIDTH + " " + coordinate(height) + "\" role=\"img\" aria-label=\""
                + Markup.escape(tells) + "\">\n" + svg + "</svg>";
    }
}
