package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.spec.Specification;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page's list of what failed, in plain sentences; it needs no script to be read. */
final class HtmlFailures {

    /** So many have their conversation in the list itself; a server that fails everything would fill megabytes. */
    private static final int EXPLAINED = 200;

    private HtmlFailures() {}

    /** The anchors of those that are explained in full. */
    static Set<String> explained(List<Result> failures) {
        Set<String> anchors = new HashSet<>();
        failures.stream().limit(EXPLAINED).forEach(failure -> anchors.add(anchor(failure)));
        return anchors;
    }

    static void write(StringBuilder html, Results results, List<Result> failures, Specification specification) {
        html.append("<section id=\"failures\"><h2>Failures</h2>\n");
        if (failures.isEmpty()) {
            html.append("<p>None: everything that was tried came as it must.</p></section>\n");
            return;
        }
        html.append("<p>").append(HtmlReport.count(failures.size(), "failure"))
                .append(results.targets().size() == 1 ? "" : " of all servers together")
                .append(", the shortest conversations first: who fails in two lines fails in long ones for the same "
                        + "reason.</p>\n");
        causes(html, Failures.causes(failures));
        html.append("<div class=\"failures\">\n");
        for (int i = 0; i < failures.size(); i++) {
            write(html, failures.get(i), i < EXPLAINED, specification);
        }
        html.append("</div></section>\n");
    }

    private static void causes(StringBuilder html, Map<String, List<Result>> causes) {
        if (causes.isEmpty()) {
            return;
        }
        html.append("<details class=\"causes\" open><summary>What several have in common</summary><ul>\n");
        causes.forEach((cause, failures) -> {
            html.append("<li>").append(failures.size()).append(" × ").append(Markup.escape(cause)).append(": ");
            failures.stream().limit(5).forEach(failure -> html.append("<a href=\"#")
                    .append(Markup.escape(anchor(failure))).append("\">").append(Markup.escape(failure.script().id()))
                    .append("</a> "));
            html.append(failures.size() > 5 ? "…</li>\n" : "</li>\n");
        });
        html.append("</ul></details>\n");
    }

    private static void write(StringBuilder html, Result failure, boolean explained, Specification specification) {
        Script script = failure.script();
        String anchor = Markup.escape(anchor(failure));
        html.append("<details class=\"failure\"><summary><span class=\"")
                .append(failure.verdict().name()).append("\">").append(failure.verdict().mark()).append("</span> <b>")
                .append(Markup.escape(failure.target())).append("</b> <a href=\"#").append(anchor).append("\">")
                .append(Markup.escape(script.id())).append("</a> <span class=\"title\">")
                .append(Markup.escape(script.title())).append("</span><br><span class=\"why\">")
                .append(Markup.escape(Failures.sentence(failure))).append("</span></summary>\n<div id=\"")
                .append(anchor).append("\">");
        Hint.of(failure).ifPresent(hint -> html.append("<p>").append(Markup.escape(hint)).append("</p>\n"));
        for (String id : script.rules()) {
            specification.rule(id).ifPresent(rule -> html.append("<blockquote><b>").append(Markup.escape(id))
                    .append("</b> ").append(HtmlSpecification.text(rule)).append("</blockquote>\n"));
        }
        if (explained) {
            html.append("<pre tabindex=\"0\">").append(Markup.escape(TextReport.evidence(failure))).append("</pre>\n");
        }
        html.append("</div></details>\n");
    }

    private static String anchor(Result failure) {
        return HtmlReport.anchor(failure.target(), failure.script().id());
    }
}
