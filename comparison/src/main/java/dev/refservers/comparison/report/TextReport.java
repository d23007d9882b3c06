package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;

/** A comparison as plain text: what was run, one table for each scenario and protocol, and what else there is to say. */
public final class TextReport {

    private TextReport() {}

    /** The whole text, at most 100 columns wide. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        Introduction.paragraphs(comparison).forEach(paragraph -> text.append(wrap(paragraph)));
        text.append(wrap(Introduction.scripts(comparison)));
        text.append(Introduction.conformance(comparison).render(Terminal.WIDTH)).append('\n');
        for (Section section : Section.of(comparison)) {
            text.append(wrap(section.scenario().name() + " (" + section.protocol() + "): " + section.title()));
            text.append(section.figures().table(Terminal.WIDTH).render(Terminal.WIDTH));
            section.figures().footnotes().forEach(footnote -> text.append(footnote).append('\n'));
            section.details().stream().flatMap(details -> details.tables(Terminal.WIDTH).stream())
                    .forEach(table -> text.append(table.render(Terminal.WIDTH)));
            section.words().forEach(sentence -> text.append(wrap(sentence)));
            text.append('\n');
        }
        Legend.of(comparison).forEach((mark, meaning) -> text.append(mark).append(' ').append(
                String.join("\n  ", TextTable.wrap(meaning, Terminal.WIDTH - mark.length() - 1))).append('\n'));
        Introduction.problems(comparison).forEach(problem -> text.append(wrap(problem)));
        return Terminal.visible(text.toString());
    }

    private static String wrap(String text) {
        return String.join("\n", TextTable.wrap(text, Terminal.WIDTH)) + "\n";
    }
}
