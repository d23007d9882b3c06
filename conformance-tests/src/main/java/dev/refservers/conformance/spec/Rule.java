package dev.refservers.conformance.spec;

import dev.refservers.conformance.script.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * One sentence of the specification that binds a server.
 *
 * @param id section and number, and a letter for what a rule says further, as {@code 6.7} or {@code 6.7b}
 * @param blocks what it says
 */
public record Rule(String id, List<Block> blocks) {

    public Rule {
        blocks = List.copyOf(blocks);
    }

    /** How binding it is: the words <i>should</i> and <i>may</i> stand in italics where they bind a server no more. */
    public Level level() {
        if (text().contains("*should*")) {
            return Level.SHOULD;
        }
        return text().contains("*may*") ? Level.MAY : Level.MUST;
    }

    /** Its id without the letter: what it shares with the other sentences of its rule. */
    public String number() {
        return id.replaceAll("[a-z]$", "");
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
