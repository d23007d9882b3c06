package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import dev.refservers.comparison.terminal.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of one scenario: least CPU time per request first, void cells last, with their reasons. */
final class FigureTable {

    /** The column of the latency of one request in a thousand. */
    private static final int RAREST = 6;

    private record Entry(String server, Cell cell, boolean conforms) {}

    private final @Nullable String reference;
    private final Map<String, Ratio> ratios;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> notApplicable = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param reference whom the others are held against, or null: then it is whoever costs least
     * @param ratios server → its ratio to the reference
     */
    FigureTable(@Nullable String reference, Map<String, Ratio> ratios) {
        this.reference = reference;
        this.ratios = ratios;
    }

    void add(String server, Cell cell, boolean conforms) {
        entries.add(new Entry(server, cell, conforms));
    }

    /** A server that does not speak what is spoken here. */
    void addNotApplicable(String server) {
        notApplicable.add(server);
    }

    /** The table, with the latency of one request in a thousand where it fits this width. */
    TextTable table(int width) {
        TextTable all = table(true);
        return all.fits(width) ? all : table(false);
    }

    /** What its rows refer to by number, a sentence each. */
    List<String> footnotes() {
        List<String> footnotes = new ArrayList<>();
        for (Entry entry : sorted()) {
            if (entry.cell.limit() != null) {
                footnotes.add("[" + (footnotes.size() + 1) + "] " + entry.server + " " + entry.cell.limit() + ".");
            }
        }
        return footnotes;
    }

    private TextTable table(boolean rarest) {
        TextTable table = new TextTable();
        head(table, rarest, "", "CPU µs", "times", "", "p50", "p99", "p99.9", "switches", "", "PSS");
        head(table, rarest, "server", "/request", reference == null ? "least" : reference, "requests/s", "µs", "µs",
                "µs", "/request", "threads", "MB");
        double least = entries.stream().mapToDouble(FigureTable::cost).min().orElse(1);
        int footnotes = 0;
        for (Entry entry : sorted()) {
            String name = entry.server + (entry.cell.limit() == null ? "" : " [" + ++footnotes + "]");
            if (entry.cell.summary().isPresent()) {
                Summary summary = entry.cell.summary().get();
                String doubts = (entry.conforms ? "" : Legend.NOT_CONFORMING) + Legend.doubts(summary);
                table.row(row(rarest,
                        figures(doubts.isEmpty() ? name : name + " " + doubts, entry.server, summary, least)));
            } else {
                table.sentence(name, "VOID: " + entry.cell.voidReason().orElse("Not measured."));
            }
        }
        notApplicable.forEach(server -> table.sentence(server, "not applicable: it does not speak this protocol"));
        return table;
    }

    private static void head(TextTable table, boolean rarest, String... cells) {
        table.head(row(rarest, List.of(cells)).toArray(String[]::new));
    }

    private static List<String> row(boolean rarest, List<String> cells) {
        List<String> row = new ArrayList<>(cells);
        if (!rarest) {
            row.remove(RAREST);
        }
        return row;
    }

    private List<Entry> sorted() {
        return entries.stream().sorted(Comparator.comparingDouble(FigureTable::cost)).toList();
    }

    private List<String> figures(String name, String server, Summary summary, double least) {
        boolean metered = summary.metered();
        return List.of(name,
                metered ? String.format(Locale.ROOT, "%.2f", summary.cpuMicrosPerRequest()) : Legend.UNKNOWN,
                metered ? times(server, summary.cpuMicrosPerRequest() / least) : Legend.UNKNOWN,
                (summary.generatorWasLimit() ? Legend.AT_LEAST : "") + whole(summary.requestsPerSecond()),
                whole(summary.p50Micros()), whole(summary.p99Micros()), whole(summary.p999Micros()),
                metered ? String.format(Locale.ROOT, "%.3f", summary.switchesPerRequest()) : Legend.UNKNOWN,
                metered ? whole(summary.threads()) : Legend.UNKNOWN,
                metered && summary.proportionalBytes() >= 0
                        ? whole(summary.proportionalBytes() / 1e6)
                        : Legend.UNKNOWN);
    }

    private String times(String server, double timesLeast) {
        if (reference == null) {
            return String.format(Locale.ROOT, "%.2f", timesLeast);
        }
        Ratio ratio = ratios.get(server);
        return ratio == null
                ? server.equals(reference) ? "1" : Legend.UNKNOWN
                : (ratio.verdict() == Verdict.INDISTINGUISHABLE ? Legend.INDISTINGUISHABLE : "") + Words.ratio(ratio);
    }

    /** What is unknown comes behind what is known, and before what is void. */
    private static double cost(Entry entry) {
        return entry.cell.summary()
                .map(summary -> summary.metered() ? summary.cpuMicrosPerRequest() : Double.MAX_VALUE)
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }
}
