package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import java.util.stream.Collectors;

/**
 * A comparison as Markdown, for a pull request: what the plain text says, all scenarios but the first folded away, and who conforms
 * if all do.
 */
public final class MarkdownReport {

    private MarkdownReport() {}

    /** The whole text. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        Introduction.paragraphs(comparison).forEach(paragraph -> text.append(paragraph(paragraph)));
        String conformance = paragraph(Introduction.scripts(comparison))
                + Introduction.conformance(comparison).markdown();
        text.append(Introduction.allConform(comparison) ? folded("conformance", conformance) : conformance + "\n");
        boolean first = true;
        for (Section section : Section.of(comparison)) {
            String name = section.scenario().name() + " (" + section.protocol() + ")";
            String body = "**" + name + "**: " + paragraph(section.title()) + body(section);
            text.append(first ? body : folded(name, body));
            first = false;
        }
        Legend.of(comparison).forEach((mark, meaning) -> text.append("- `").append(mark).append("` ")
                .append(TextTable.escape(meaning)).append('\n'));
        Introduction.problems(comparison)
                .forEach(problem -> text.append("- ").append(TextTable.escape(problem)).append('\n'));
        return Terminal.visible(text.toString());
    }

    private static String body(Section section) {
        StringBuilder text = new StringBuilder(section.figures().table(Integer.MAX_VALUE).markdown());
        section.figures().footnotes().forEach(footnote -> text.append('\n').append(TextTable.escape(footnote))
                .append('\n'));
        section.details().stream().flatMap(details -> details.tables(Integer.MAX_VALUE).stream())
                .forEach(table -> text.append('\n').append(table.markdown()));
        if (!section.words().isEmpty()) {
            text.append('\n').append(section.words().stream().map(sentence -> "- " + TextTable.escape(sentence) + "\n")
                    .collect(Collectors.joining()));
        }
        return text.append('\n').toString();
    }

    private static String folded(String name, String body) {
        return "<details><summary>" + name + "</summary>\n\n" + body.strip() + "\n\n</details>\n\n";
    }

    private static String paragraph(String text) {
        return TextTable.escape(text) + "\n\n";
    }
}
