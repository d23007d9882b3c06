package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.spec.Block;
import dev.refservers.conformance.spec.Rule;
import dev.refservers.conformance.spec.Section;
import dev.refservers.conformance.spec.Specification;
import java.util.List;

/** The page's way from the specification to the scripts: each rule, who pins it, and what came of it. */
final class HtmlSpecification {

    private HtmlSpecification() {}

    static void write(StringBuilder html, Specification specification, Results results) {
        html.append("<section id=\"specification\"><h2>Specification → scripts</h2>\n"
                + "<p>Every rule of docs/protocol.md, the scripts that pin it, and what they say about each server. Rules "
                + "whose scripts were not part of this run are marked as such.</p>\n");
        List<Script> scripts = results.scripts();
        for (Section section : specification.sections()) {
            html.append("<details class=\"section\"><summary>").append(Markup.escape(section.number())).append(' ')
                    .append(Markup.escape(section.title())).append(" <small>")
                    .append(HtmlReport.count(section.rules().size(), "rule"))
                    .append("</small></summary>\n<div class=\"scroll\"><table class=\"rules\"><thead><tr>"
                            + "<th scope=\"col\">script</th>");
            results.targets().forEach(target -> html.append("<th scope=\"col\"><span>")
                    .append(Markup.escape(target.target())).append("</span></th>"));
            html.append("</tr></thead>\n");
            section.rules().forEach(rule -> rule(html, rule, scripts, results.targets()));
            html.append("</table></div></details>\n");
        }
        html.append("</section>\n");
    }

    private static void rule(StringBuilder html, Rule rule, List<Script> scripts, List<TargetResults> targets) {
        html.append("<tbody id=\"rule-").append(Markup.escape(rule.id())).append("\"><tr class=\"rule\"><td colspan=\"")
                .append(targets.size() + 1).append("\"><b>").append(Markup.escape(rule.id()))
                .append("</b> <div class=\"text\">").append(text(rule)).append("</div></td></tr>\n");
        List<Script> pinning = scripts.stream().filter(script -> script.rules().contains(rule.id())).toList();
        for (Script script : pinning) {
            html.append("<tr><th scope=\"row\"><a href=\"#").append(Markup.escape(anchor(script, targets)))
                    .append("\">").append(Markup.escape(script.id())).append("</a></th>");
            for (TargetResults target : targets) {
                html.append(target.result(script.id())
                        .map(result -> "<td class=\"" + result.verdict().name() + "\">" + result.verdict().mark())
                        .orElse("<td>")).append("</td>");
            }
            html.append("</tr>\n");
        }
        if (pinning.isEmpty()) {
            html.append("<tr><td class=\"none\" colspan=\"").append(targets.size() + 1)
                    .append("\">no script of this run</td></tr>\n");
        }
        html.append("</tbody>\n");
    }

    /** The conversation that is best looked at: one that failed, if one did. */
    private static String anchor(Script script, List<TargetResults> targets) {
        List<Result> results = targets.stream().flatMap(target -> target.result(script.id()).stream()).toList();
        Result chosen = results.stream().filter(result -> result.verdict().failsRun(true)).findFirst()
                .orElse(results.getFirst());
        return HtmlReport.anchor(chosen.target(), script.id());
    }

    /** What the rule says, as HTML. */
    static String text(Rule rule) {
        StringBuilder html = new StringBuilder();
        for (Block block : rule.blocks()) {
            switch (block) {
                case Block.Paragraph paragraph -> html.append(Markup.ofMarkdown(paragraph.text()));
                case Block.Table table -> table(html, table);
            }
        }
        return html.toString();
    }

    private static void table(StringBuilder html, Block.Table table) {
        html.append("<table class=\"cited\"><tr>");
        table.headings().forEach(heading -> html.append("<th>").append(Markup.ofMarkdown(heading)).append("</th>"));
        html.append("</tr>");
        for (List<String> row : table.rows()) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(Markup.ofMarkdown(cell)).append("</td>"));
            html.append("</tr>");
        }
        html.append("</table>");
    }
}
