package dev.refservers.comparison.page;

import dev.refservers.comparison.page.claims.Textbook.Judged;
import dev.refservers.comparison.page.claims.Verdict;
import dev.refservers.conformance.report.Markup;
import java.util.Arrays;
import java.util.List;

/** The textbook's claims: how each was put to the test, the figures of this run, the verdict. */
final class ClaimSection {

    private ClaimSection() {}

    static String of(List<Judged> claims) {
        StringBuilder html = new StringBuilder(
                "<section id=\"textbook\"><h2>The textbook, measured</h2>\n<p>What is taught, "
                        + "and what this run says to it. Verdicts are computed from the figures and their intervals; in brackets, "
                        + "between what and what a figure lies. A figure without brackets was measured once: it counts only "
                        + "where it is more than twice as far from the bound as the reference, measured twice, is from "
                        + "itself.</p>\n<p class=\"tally\">");
        Arrays.stream(Verdict.values()).forEach(verdict -> {
            long count = claims.stream().filter(claim -> claim.finding().verdict() == verdict).count();
            if (count > 0) {
                html.append("<span class=\"verdict ").append(verdict.name()).append("\">").append(verdict.mark())
                        .append(' ').append(verdict.words()).append(": ").append(count).append("</span> ");
            }
        });
        html.append("</p>\n<div class=\"claims\">\n");
        for (Judged judged : claims) {
            Verdict verdict = judged.finding().verdict();
            html.append("<article id=\"").append(judged.claim().id()).append("\" class=\"claim ").append(verdict.name())
                    .append("\"><h3>").append(Markup.escape(judged.claim().words()))
                    .append("</h3>\n<p class=\"verdict ").append(verdict.name()).append("\">").append(verdict.mark())
                    .append(' ').append(verdict.words()).append(respect(judged.finding().respect()))
                    .append("</p>\n<ul>");
            judged.finding().figures().forEach(figure -> html.append("<li>").append(Markup.escape(figure))
                    .append("</li>"));
            html.append("</ul>\n<p class=\"note\"><b>Experiment</b> ")
                    .append(Markup.escape(judged.claim().experiment()))
                    .append("</p></article>\n");
        }
        return html.append("</div></section>\n").toString();
    }

    private static String respect(String respect) {
        return respect.isEmpty() ? "" : ", " + Markup.escape(respect);
    }
}
