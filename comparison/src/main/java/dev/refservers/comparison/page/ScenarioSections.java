package dev.refservers.comparison.page;

import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One section for each scenario: why it is there, its charts, its table. */
final class ScenarioSections {

    private ScenarioSections() {}

    static String of(Topics topics, AllRatios ratios, Marks marks) {
        StringBuilder html = new StringBuilder();
        for (Topic topic : topics.all()) {
            html.append("<section class=\"scenario\" id=\"").append(Markup.escape(topic.id())).append("\"><h3>")
                    .append(Markup.escape(topic.name())).append("</h3>\n<p><b>")
                    .append(Markup.escape(topic.scenario().title())).append(".</b> ")
                    .append(Markup.escape(topic.scenario().why())).append("</p>\n");
            Map<String, List<StepTable.Part>> parts = new LinkedHashMap<>();
            topic.measured().forEach(row -> parts.put(row.name(), StepTable.parts(row)));
            html.append(Figure.grid(figures(topics, topic, parts, ratios, marks)))
                    .append(ScenarioTable.of(topics, topic, ratios, marks)).append(StepTable.of(topic, parts))
                    .append("</section>\n");
        }
        return html.toString();
    }

    private static List<Figure> figures(Topics topics, Topic topic, Map<String, List<StepTable.Part>> parts,
            AllRatios ratios, Marks marks) {
        List<Figure> figures = new ArrayList<>();
        Bars.cpu(topics, topic, ratios, marks).ifPresent(figures::add);
        Latencies.of(topics, topic, marks).ifPresent(figures::add);
        figures.addAll(Curves.ofParts(topics, topic, parts, marks));
        FigureNames.ofCharts(topic).forEach(name -> Bars.ofFigure(topics, topic, name, marks).ifPresent(figures::add));
        if (Bars.worthMemory(topic)) {
            Bars.memory(topics, topic, marks).ifPresent(figures::add);
        }
        return figures;
    }
}
