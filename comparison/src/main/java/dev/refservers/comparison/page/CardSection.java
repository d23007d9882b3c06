package dev.refservers.comparison.page;

import dev.refservers.comparison.result.ServerResult;
import dev.refservers.conformance.report.Markup;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A card for each server: what it looks like, who waits where, how much code it is, when to choose it. */
final class CardSection {

    private CardSection() {}

    static String of(Topics topics, Marks marks, Optional<Path> home) {
        Map<String, Card> cards = Card.all();
        StringBuilder html = new StringBuilder(
                "<section id=\"architectures\"><h2>The architectures</h2>\n<div class=\"cards\">\n");
        for (ServerResult server : topics.comparison().servers()) {
            if (topics.alias().filter(server.name()::equals).isEmpty()) {
                card(html, server, Optional.ofNullable(cards.get(server.name())), cards.values(), marks, home);
            }
        }
        return html.append("</div></section>\n").toString();
    }

    private static void card(StringBuilder html, ServerResult server, Optional<Card> card, Collection<Card> all,
            Marks marks, Optional<Path> home) {
        html.append("<article id=\"about-").append(Markup.escape(server.name())).append("\"><h3 class=\"s ")
                .append(marks.of(server.name()).style()).append("\"><i class=\"key\" aria-hidden=\"true\"></i>")
                .append(Markup.escape(server.name())).append(" <small>").append(Markup.escape(server.origin()))
                .append("</small></h3>\n<p>").append(Markup.escape(server.summary())).append("</p>\n");
        card.ifPresent(known -> {
            html.append("<pre class=\"picture\" role=\"img\" aria-label=\"Threads and connections of ")
                    .append(Markup.escape(server.name())).append("\">").append(Markup.escape(known.picture()))
                    .append("</pre>\n<dl>");
            entry(html, "blocks", known.blocks());
            entry(html, "choose it when", known.choose());
            entry(html, "not when", known.avoid());
            home.flatMap(folder -> SourceLines.words(folder, known, all)).ifPresent(code -> entry(html, "code", code));
            html.append("</dl>\n");
        });
        if (!server.traits().isEmpty()) {
            html.append("<p class=\"note\">").append(Markup.escape(String.join(", ", server.traits()))
                    .toLowerCase(java.util.Locale.ROOT).replace('_', ' ')).append("</p>\n");
        }
        html.append("</article>\n");
    }

    private static void entry(StringBuilder html, String name, String text) {
        html.append("<dt>").append(name).append("</dt><dd>").append(Markup.escape(text)).append("</dd>");
    }
}
