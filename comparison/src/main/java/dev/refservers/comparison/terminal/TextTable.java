package dev.refservers.comparison.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table of text, plain or in Markdown: the first column to the left, all others, which are figures, to the right. */
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

    /** Whether no line is wider than this; sentences, which are wrapped, are. */
    public boolean fits(int width) {
        int[] widths = widths();
        return Arrays.stream(widths).sum() + (widths.length - 1) * GAP.length() <= width;
    }

    /**
     * The same table in Markdown, which breaks lines itself; the lines of its head are one there. Without spaces around cells: places
     * that show Markdown take a certain number of characters.
     */
    public String markdown() {
        boolean sentences = lines.stream().anyMatch(Sentence.class::isInstance);
        int columns = Math.max(widths().length, sentences ? 2 : 1);
        StringBuilder text = new StringBuilder(markdown(IntStream.range(0, columns)
                .mapToObj(column -> heads.stream().filter(head -> column < head.cells().size())
                        .map(head -> head.cells().get(column)).collect(Collectors.joining(" ")).strip())
                .toList(), columns));
        text.append("|---").append((lines.stream().allMatch(Sentence.class::isInstance) ? "|---" : "|--:")
                .repeat(columns - 1)).append("|\n");
        for (Line line : lines) {
            text.append(switch (line) {
                case Figures figures -> markdown(figures.cells(), columns);
                case Sentence sentence -> markdown(List.of(sentence.cells().getFirst(), sentence.text()), columns);
            });
        }
        return text.toString();
    }

    private static String markdown(List<String> cells, int columns) {
        return cells.stream().map(TextTable::escape).collect(Collectors.joining("|", "|", "|"))
                + "|".repeat(columns - cells.size()) + "\n";
    }

    /** A text of which Markdown shows every character as it is. */
    public static String escape(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll("[\\\\`*|<&]|\\](?=[(\\[:])", "\\\\$0");
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
