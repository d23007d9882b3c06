package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.spec.Specification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Results as one HTML page that needs nothing else: no file beside it, no network.
 *
 * <p>
 * The summary, the failures with their conversations, the matrix and the specification are plain HTML. All other
 * conversations are data, compressed script by script, that the page's own script opens when a cell is chosen.
 */
public final class HtmlReport {

    private HtmlReport() {}

    /** The page. */
    public static String write(Results results, boolean strict, Optional<Mutants> mutants) {
        Specification specification = Specification.bundled();
        List<Result> failures = Failures.of(results, strict);
        List<Script> scripts = results.scripts();
        String title = "Conformance of " + (results.targets().size() == 1
                ? results.targets().getFirst().target()
                : count(results.targets().size(), "server"));
        StringBuilder sections = new StringBuilder();
        summary(sections, results, strict);
        HtmlFailures.write(sections, results, failures, specification);
        HtmlMatrix.write(sections, results, HtmlFailures.explained(failures));
        HtmlSpecification.write(sections, specification, results);
        mutants.ifPresent(table -> HtmlMutants.write(sections, table));
        StringBuilder data = new StringBuilder();
        for (Script script : scripts) {
            data.append("<script type=\"text/plain\" data-script=\"").append(Markup.escape(script.id())).append("\">")
                    .append(CellData.compressed(script, results, strict)).append("</script>\n");
        }
        return resource("report.html")
                .replace("/*style*/", resource("report.css"))
                .replace("/*script*/", resource("report.js"))
                .replace("/*conversation*/", resource("conversation.js"))
                .replace("<!--title-->", Markup.escape(title))
                .replace("<!--subtitle-->", Markup.escape(count(scripts.size(), "script") + ", "
                        + count(results.targets().size(), "server") + ", begun at " + results.started()))
                .replace("<!--sections-->", sections)
                .replace("<!--data-->", data);
    }

    private static void summary(StringBuilder html, Results results, boolean strict) {
        long conform = results.targets().stream().filter(target -> target.passed(strict)).count();
        long all = results.targets().size();
        html.append("<section id=\"summary\"><h2>Summary</h2>\n<p class=\"outcome\">");
        html.append(conform == all
                ? all == 1 ? "It conforms." : "All " + all + " servers conform."
                : all == 1 ? "It does not conform." : conform + " of " + all + " servers conform.");
        html.append(strict ? " What is merely tolerated counts as a failure." : "").append("</p>\n");
        results.targets().forEach(target -> Diagnosis.of(target, strict).ifPresent(diagnosis -> html
                .append("<p class=\"diagnosis\">").append(Markup.escape(diagnosis)).append("</p>\n")));
        List<Verdict> seen = List.of(Verdict.values()).stream().filter(verdict -> results.targets().stream()
                .anyMatch(target -> target.counts().containsKey(verdict))).toList();
        html.append("<div class=\"scroll\"><table class=\"counts\"><thead><tr><th scope=\"col\">server</th>");
        seen.forEach(verdict -> html.append("<th scope=\"col\" class=\"").append(verdict.name()).append("\">")
                .append(verdict.mark()).append(' ').append(verdict.word()).append("</th>"));
        html.append("<th scope=\"col\">seconds</th><th scope=\"col\">what it is</th></tr></thead><tbody>\n");
        for (TargetResults target : results.targets()) {
            html.append("<tr class=\"").append(target.passed(strict) ? "good" : "bad").append("\"><th scope=\"row\">")
                    .append(Markup.escape(target.target())).append("</th>");
            seen.forEach(verdict -> html.append("<td>").append(target.counts().getOrDefault(verdict, 0L))
                    .append("</td>"));
            html.append(String.format(Locale.ROOT, "<td>%.1f</td><td class=\"words\">", target.took().toMillis() / 1e3))
                    .append(Markup.escape(target.description()))
                    .append(target.problems().stream().map(problem -> "<br><strong>" + Markup.escape(problem)
                            + "</strong>").collect(Collectors.joining()))
                    .append("</td></tr>\n");
        }
        html.append("</tbody></table></div></section>\n");
    }

    /** What stands behind the {@code #} to open one cell. */
    static String anchor(String target, String scriptId) {
        return target.replace(' ', '+') + "/" + scriptId;
    }

    /** A number and its noun. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing beside " + HtmlReport.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("The page's " + name + " cannot be read", failure);
        }
    }
}
