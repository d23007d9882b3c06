package dev.refservers.comparison.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table of plain text: the first column to the left, all others, which are figures, to the right. */
public final class TextTable {

    private static final String GAP = "  ";

    private sealed interface Line {
        List<String> cells();
    }

    private record Figures(List<String> cells) implements Line {}

    private record Sentence(List<String> cells, String text) implements Line {}

    private final List<Figures> heads = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /** Adds a line of the head; a head may have several. */
    public TextTable head(String... cells) {
        heads.add(new Figures(List.of(cells)));
        return this;
    }

    /** Adds a row. */
    public TextTable row(List<String> cells) {
        lines.add(new Figures(List.copyOf(cells)));
        return this;
    }

    /** Adds a row that has a sentence behind its first cell instead of figures. */
    public TextTable sentence(String first, String sentence) {
        lines.add(new Sentence(List.of(first), sentence));
        return this;
    }

    /** The table, each line with a line end; sentences are wrapped at {@code width} columns. */
    public String render(int width) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        heads.forEach(head -> text.append(line(head.cells(), widths)));
        for (Line line : lines) {
            switch (line) {
                case Figures figures -> text.append(line(figures.cells(), widths));
                case Sentence sentence -> text.append(sentence(sentence, widths[0], width));
            }
        }
        return text.toString();
    }

    /** Breaks a text at spaces into lines of at most {@code width} columns; a longer word gets a line of its own. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && columns(line.toString()) + 1 + columns(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String sentence(Sentence sentence, int firstWidth, int width) {
        String indent = " ".repeat(firstWidth) + GAP;
        String text = String.join("\n" + indent, wrap(sentence.text(), width - indent.length()));
        return pad(sentence.cells().getFirst(), firstWidth, false) + GAP + text + "\n";
    }

    private int[] widths() {
        List<List<String>> all = Stream.concat(heads.stream(), lines.stream()).map(Line::cells).toList();
        int[] widths = new int[all.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> cells : all) {
            for (int i = 0; i < cells.size(); i++) {
                widths[i] = Math.max(widths[i], columns(cells.get(i)));
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : GAP).append(pad(cells.get(i), widths[i], i > 0));
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static String pad(String text, int width, boolean right) {
        String spaces = " ".repeat(Math.max(0, width - columns(text)));
        return right ? spaces + text : text + spaces;
    }

    private static int columns(String text) {
        return text.codePointCount(0, text.length());
    }
}
