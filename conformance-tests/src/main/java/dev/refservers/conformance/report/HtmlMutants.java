package dev.refservers.conformance.report;

/** The page's table of servers that are broken on purpose, and of the scripts that caught them. */
final class HtmlMutants {

    private HtmlMutants() {}

    static void write(StringBuilder html, Mutants table) {
        long caught = table.mutants().stream().filter(mutant -> !mutant.caughtBy().isEmpty()).count();
        html.append(
                "<section id=\"mutants\"><h2>Mutants</h2>\n<p>Servers that are broken on purpose, and the scripts that "
                        + "caught them: ")
                .append(caught).append(" of ").append(table.mutants().size())
                .append(" were caught. This says what the suite is worth, and nothing about the servers above.</p>\n"
                        + "<div class=\"scroll\"><table class=\"mutants\"><thead><tr><th scope=\"col\">mutant</th>"
                        + "<th scope=\"col\">what it does wrong</th><th scope=\"col\">caught by</th></tr></thead><tbody>\n");
        for (Mutants.Mutant mutant : table.mutants()) {
            html.append("<tr class=\"").append(mutant.caughtBy().isEmpty() ? "bad" : "good")
                    .append("\"><th scope=\"row\">").append(Markup.escape(mutant.name()))
                    .append("</th><td class=\"words\">")
                    .append(Markup.escape(mutant.description())).append("</td><td class=\"words\">");
            html.append(mutant.caughtBy().isEmpty()
                    ? "<strong>nothing</strong>"
                    : Markup.escape(String.join(", ", mutant.caughtBy().stream().limit(12).toList()))
                            + (mutant.caughtBy().size() > 12
                                    ? " and " + (mutant.caughtBy().size() - 12) + " more"
                                    : ""));
            html.append("</td></tr>\n");
        }
        html.append("</tbody></table></div></section>\n");
    }
}
