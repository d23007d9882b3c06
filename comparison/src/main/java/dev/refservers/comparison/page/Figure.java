package dev.refservers.comparison.page;

import dev.refservers.conformance.report.Markup;

/**
 * A chart with its headline and what there is to say below it.
 *
 * @param crowded whether it has more lines than one can follow
 */
record Figure(String id, String headline, String svg, String note, boolean crowded) {

    Figure(String id, String headline, String svg, String note) {
        this(id, headline, svg, note, false);
    }

    /** The charts beside each other. */
    static String grid(java.util.List<Figure> figures) {
        StringBuilder html = new StringBuilder("<div class=\"charts\">\n");
        for (Figure figure : figures) {
            html.append("<figure id=\"").append(Markup.escape(figure.id))
                    .append(figure.crowded ? "\" class=\"crowded" : "").append("\"><figcaption><a href=\"#")
                    .append(Markup.escape(figure.id)).append("\">").append(Markup.escape(figure.headline))
                    .append("</a></figcaption>\n").append(figure.svg).append("\n<p class=\"note\">")
                    .append(Markup.escape(figure.note)).append("</p></figure>\n");
        }
        return html.append("</div>\n").toString();
    }
}
