package dev.refservers.comparison.page;

import dev.refservers.comparison.page.claims.Evidence;
import dev.refservers.comparison.page.claims.Textbook;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Plan;
import dev.refservers.conformance.report.Markup;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A comparison as one HTML page that needs nothing else: no file beside it, no network. See the package. */
public final class Page {

    private Page() {}

    /**
     * The page.
     *
     * @param built names of the architectures that there are now: what a claim lacks is either not measured, or not built
     * @param home the checkout, whose lines are counted; empty where there is none
     */
    public static String of(Comparison comparison, Collection<String> built, Optional<Path> home) {
        Topics topics = Topics.of(comparison);
        AllRatios ratios = AllRatios.of(topics);
        Marks marks = Marks.of(comparison);
        String sections = SummarySection.of(topics, ratios)
                + OverviewTable.of(topics, ratios, marks)
                + ClaimSection.of(Textbook.of(new Evidence(topics, ratios, built)))
                + curves(topics, marks)
                + MemorySection.of(topics, marks)
                + "<section id=\"scenarios\"><h2>Scenario by scenario</h2>\n" + contents(topics)
                + ScenarioSections.of(topics, ratios, marks) + "</section>\n"
                + VoidSection.of(topics, marks)
                + CardSection.of(topics, marks, home)
                + MethodSection.of(comparison);
        return Resources.read("page.html")
                .replace("/*style*/", Resources.read("page.css") + Resources.read("charts.css"))
                .replace("/*script*/", Resources.read("page.js"))
                .replace("<!--title-->", Markup.escape(title(comparison)))
                .replace("<!--subtitle-->", Markup.escape(subtitle(comparison)))
                .replace("<!--data-->", ratios.json())
                .replace("<!--sections-->", sections);
    }

    private static String title(Comparison comparison) {
        return comparison.servers().size() + " servers side by side";
    }

    private static String subtitle(Comparison comparison) {
        Plan plan = comparison.plan();
        return String.format(Locale.ROOT, "%s comparison of %s, %d block%s, on %s, %s, %d cores, JDK %s%s",
                plan.mode().equals(Plan.QUICK) ? "Quick" : "Full", comparison.started().truncatedTo(ChronoUnit.SECONDS),
                plan.blocks(),
                plan.blocks() == 1 ? "" : "s", comparison.host().system(), comparison.host().processor(),
                comparison.host().cores(), comparison.host().jdk(),
                comparison.host().revision() == null ? "" : ", revision " + comparison.host().revision());
    }

    /** What can be drawn against a number. */
    private static String curves(Topics topics, Marks marks) {
        List<Figure> figures = new ArrayList<>();
        for (List<Topic> family : topics.families()) {
            figures.addAll(Curves.ofFamily(topics, family, marks));
        }
        return "<section id=\"curves\"><h2>Cost by size</h2>\n" + (figures.isEmpty()
                ? "<p>No family of scenarios, such as a number of idle connections, was measured at two sizes in this run.</p>\n"
                : Figure.grid(figures)) + "</section>\n";
    }

    private static String contents(Topics topics) {
        StringBuilder html = new StringBuilder("<p class=\"contents\">");
        topics.all().forEach(topic -> html.append("<a href=\"#").append(Markup.escape(topic.id())).append("\">")
                .append(Markup.escape(topic.name())).append("</a> "));
        return html.append("</p>\n").toString();
    }
}
