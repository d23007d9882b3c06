package dev.refservers.conformance.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule of the specification.
 *
 * @param id section and number, as {@code 6.2}
 * @param blocks what it says
 */
public record Rule(String id, List<Block> blocks) {

    public Rule {
        blocks = List.copyOf(blocks);
    }

    /** What it says, on one line, in the Markdown of the page. */
    public String text() {
        List<String> parts = new ArrayList<>();
        for (Block block : blocks) {
            switch (block) {
                case Block.Paragraph paragraph -> parts.add(paragraph.text());
                case Block.Table table -> table.rows().forEach(row -> parts.add(row(table.headings(), row)));
            }
        }
        return String.join(" ", parts);
    }

    private static String row(List<String> headings, List<String> cells) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String heading = i < headings.size() ? headings.get(i) : "";
            named.add(heading.isEmpty() ? cells.get(i) : heading + ": " + cells.get(i));
        }
        return String.join("; ", named) + ".";
    }
}
