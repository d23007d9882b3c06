package dev.refservers.comparison.report;

import dev.refservers.comparison.terminal.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As many columns as there may be, in as many tables as fit the width, each with the names of the rows. */
final class ColumnTables {

    private static final String NOTHING = "-";

    private final String corner;
    private final List<String> rows;
    /** Head of a column → row → figure. */
    private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

    /**
     * No columns yet.
     *
     * @param corner the head of the rows' names
     */
    ColumnTables(String corner, List<String> rows) {
        this.corner = corner;
        this.rows = List.copyOf(rows);
    }

    /** Adds a figure; a column begins with its first. */
    void add(String column, String row, String figure) {
        columns.computeIfAbsent(column, head -> new LinkedHashMap<>()).put(row, figure);
    }

    /** As many tables as need be for each to fit this width; none if there are no columns. */
    List<TextTable> tables(int width) {
        List<TextTable> tables = new ArrayList<>();
        List<String> heads = List.copyOf(columns.keySet());
        int from = 0;
        while (from < heads.size()) {
            int to = from + 1;
            while (to < heads.size() && table(heads.subList(from, to + 1)).fits(width)) {
                to++;
            }
            tables.add(table(heads.subList(from, to)));
            from = to;
        }
        return tables;
    }

    private TextTable table(List<String> heads) {
        List<String> head = new ArrayList<>(List.of(corner));
        head.addAll(heads);
        TextTable table = new TextTable().head(head.toArray(String[]::new));
        for (String row : rows) {
            if (heads.stream().anyMatch(column -> columns.getOrDefault(column, Map.of()).containsKey(row))) {
                List<String> cells = new ArrayList<>(List.of(row));
                heads.forEach(column -> cells.add(columns.getOrDefault(column, Map.of()).getOrDefault(row, NOTHING)));
                table.row(cells);
            }
        }
        return table;
    }
}
