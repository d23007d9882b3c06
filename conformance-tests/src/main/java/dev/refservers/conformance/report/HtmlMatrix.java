package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page's matrix: a row for each script, in folders, and a column for each target. */
final class HtmlMatrix {

    private HtmlMatrix() {}

    /** Cells whose anchors are in {@code linked} lead there also where no script runs. */
    static void write(StringBuilder html, Results results, Set<String> linked) {
        Map<String, List<Script>> folders = new LinkedHashMap<>();
        for (Script script : results.scripts()) {
            folders.computeIfAbsent(folder(script), _ -> new ArrayList<>()).add(script);
        }
        html.append("<section id=\"matrix\"><h2>Matrix</h2>\n<p class=\"legend\">");
        for (Verdict verdict : Verdict.values()) {
            html.append("<span class=\"").append(verdict.name()).append("\">").append(verdict.mark())
                    .append("</span>&nbsp;").append(verdict.word()).append(" ");
        }
        html.append("</p>\n<div class=\"filters\" hidden></div>\n"
                + "<div class=\"scroll tall\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix of scripts and servers\">"
                + "<table class=\"matrix\"><thead><tr><th scope=\"col\">script</th>");
        results.targets().forEach(target -> html.append("<th scope=\"col\" data-target=\"")
                .append(Markup.escape(target.target())).append("\"><span>").append(Markup.escape(target.target()))
                .append("</span></th>"));
        html.append("</tr></thead>\n");
        folders.forEach((folder, scripts) -> folder(html, results, folder, scripts, linked));
        html.append("</table></div></section>\n");
    }

    private static void folder(StringBuilder html, Results results, String folder, List<Script> scripts,
            Set<String> linked) {
        html.append("<tbody data-folder=\"").append(folder).append("\"><tr class=\"folder\"><th scope=\"rowgroup\">")
                .append(folder).append(" <small>").append(scripts.size()).append("</small></th>");
        for (TargetResults target : results.targets()) {
            html.append("<td>").append(scripts.stream().filter(script -> target.result(script.id())
                    .filter(result -> result.verdict() == Verdict.PASS).isPresent()).count()).append("</td>");
        }
        html.append("</tr>\n");
        for (Script script : scripts) {
            html.append("<tr data-script=\"").append(Markup.escape(script.id())).append("\"><th scope=\"row\"><b>")
                    .append(Markup.escape(script.id())).append("</b><small>").append(Markup.escape(script.title()))
                    .append("</small></th>");
            results.targets().forEach(target -> html.append(cell(target.result(script.id()), linked)));
            html.append("</tr>\n");
        }
        html.append("</tbody>\n");
    }

    private static String cell(Optional<Result> result, Set<String> linked) {
        if (result.isEmpty()) {
            return "<td></td>";
        }
        Verdict verdict = result.get().verdict();
        String anchor = HtmlReport.anchor(result.get().target(), result.get().script().id());
        String mark = linked.contains(anchor)
                ? "<a href=\"#" + Markup.escape(anchor) + "\">" + verdict.mark() + "</a>"
                : verdict.mark();
        String title = result.get().reason().isEmpty() || linked.contains(anchor)
                ? ""
                : " title=\"" + Markup.escape(result.get().reason()) + "\"";
        return "<td class=\"" + verdict.name() + "\"" + title + ">" + mark + "</td>";
    }

    static String folder(Script script) {
        return script.id().substring(0, script.id().indexOf('/'));
    }
}
