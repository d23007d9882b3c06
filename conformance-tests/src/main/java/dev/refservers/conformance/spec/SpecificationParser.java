package dev.refservers.conformance.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds sections and rules in the page.
 *
 * <pre>
 *   ## 6 Blocking commands            a section
 *   **6.1** `BLPOP key… timeout` …    a rule: up to the next, or the empty line, and a table behind it without rules
 *   **6.1b** …                        what it says further; an anchor for links may stand behind the id
 *   | **6.21** | -1 … | -ERR … |      a rule: this row, under its table's headings
 * </pre>
 */
final class SpecificationParser {

    private static final Pattern SECTION = Pattern.compile("## (\\d+) (.+)");
    private static final Pattern RULE = Pattern
            .compile("\\*\\*(\\d+\\.\\d+[a-z]?)\\*\\*(?:<a id=\"[^\"]*\"></a>)?\\s*(.*)", Pattern.DOTALL);
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    private final List<Section> sections = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable Matcher section;

    SpecificationParser(List<String> lines) {
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#") || RULE.matcher(line).matches()) {
                block(block);
                block.clear();
            }
            if (line.startsWith("#")) {
                block(List.of(line));
            } else if (!line.isBlank()) {
                block.add(line.strip());
            }
        }
        block(block);
        endSection();
    }

    List<Section> sections() {
        return sections;
    }

    private void block(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        String first = lines.getFirst();
        if (first.startsWith("## ")) {
            endSection();
            Matcher heading = SECTION.matcher(first);
            section = heading.matches() ? heading : null;
        } else if (section != null && first.startsWith("|")) {
            table(lines);
        } else {
            Matcher rule = RULE.matcher(String.join(" ", lines));
            if (section != null && rule.matches()) {
                rules.add(new Rule(rule.group(1), List.of(new Block.Paragraph(rule.group(2)))));
            }
        }
    }

    /** Each of its rows is a rule, or it belongs to the rule before it. The second line is only a rule of dashes. */
    private void table(List<String> lines) {
        List<List<String>> rows = lines.stream().map(SpecificationParser::cells).toList();
        List<String> headings = rows.getFirst();
        List<List<String>> plain = new ArrayList<>();
        for (List<String> row : rows.subList(Math.min(2, rows.size()), rows.size())) {
            Matcher rule = RULE.matcher(row.getFirst());
            if (rule.matches()) {
                rules.add(new Rule(rule.group(1), List.of(new Block.Table(rest(headings), List.of(rest(row))))));
            } else {
                plain.add(row);
            }
        }
        if (!plain.isEmpty() && !rules.isEmpty()) {
            Rule before = rules.removeLast();
            List<Block> blocks = new ArrayList<>(before.blocks());
            blocks.add(new Block.Table(headings, plain));
            rules.add(new Rule(before.id(), blocks));
        }
    }

    private static List<String> rest(List<String> cells) {
        return cells.subList(1, cells.size());
    }

    private static List<String> cells(String row) {
        String inner = row.substring(1, row.endsWith("|") ? row.length() - 1 : row.length());
        return Arrays.stream(CELL_END.split(inner, -1)).map(cell -> cell.strip().replace("\\|", "|")).toList();
    }

    private void endSection() {
        if (section != null) {
            Matcher heading = Objects.requireNonNull(section);
            sections.add(new Section(heading.group(1), heading.group(2), rules));
        }
        rules.clear();
        section = null;
    }
}
