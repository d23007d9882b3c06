package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The table of one scenario: least CPU time per request first, void cells last, with their reasons. */
final class FigureTable {

    private static final String AT_LEAST = "≥";
    private static final String DISTURBED = "~";
    private static final String UNSETTLED = "?";
    private static final String UNKNOWN = "-";
    private static final String INDISTINGUISHABLE = "≈";

    private record Entry(String server, Cell cell) {}

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

    void add(String server, Cell cell) {
        entries.add(new Entry(server, cell));
    }

    /** A server that does not speak what is spoken here. */
    void addNotApplicable(String server) {
        notApplicable.add(server);
    }

    String render(int width) {
        TextTable table = new TextTable()
                .head("", "CPU µs", "", "times", "", "p50", "p99", "switches", "", "PSS")
                .head("server", "/request", "", reference == null ? "least" : reference, "requests/s", "µs", "µs",
                        "/request", "threads", "MB");
        entries.sort(Comparator.comparingDouble(FigureTable::cost));
        double least = entries.stream().mapToDouble(FigureTable::cost).min().orElse(1);
        List<String> limits = new ArrayList<>();
        for (Entry entry : entries) {
            String name = entry.server;
            if (entry.cell.limit() != null) {
                limits.add(entry.server + " " + entry.cell.limit() + ".");
                name += " [" + limits.size() + "]";
            }
            if (entry.cell.summary().isPresent()) {
                table.row(figures(name, entry.server, entry.cell.summary().get(), least));
            } else {
                table.sentence(name, "VOID: " + entry.cell.voidReason().orElse("Not measured."));
            }
        }
        notApplicable.forEach(server -> table.sentence(server, "not applicable: it does not speak this protocol"));
        StringBuilder text = new StringBuilder(table.render(width));
        for (int i = 0; i < limits.size(); i++) {
            text.append('[').append(i + 1).append("] ").append(limits.get(i)).append('\n');
        }
        return text.toString();
    }

    /** What the marks in all tables mean, as far as they occur. */
    static String legend(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        if (comparison.plan().reference() != null) {
            text.append(explain(INDISTINGUISHABLE,
                    "No difference was found: the interval, of 95 %, reaches into the noise, "
                            + "which is what sets the reference apart from itself."));
        }
        if (any(comparison, Summary::generatorWasLimit)) {
            text.append(explain(AT_LEAST,
                    "The generator was busy for more than 90 % of the time: the server may answer more "
                            + "requests, and sooner. CPU time per request is the server's own."));
        }
        if (any(comparison, Summary::disturbed)) {
            text.append(explain(DISTURBED,
                    "Others had more than 5 % of a core meanwhile: repeat it when the machine is quiet."));
        }
        if (any(comparison, summary -> !summary.settled())) {
            text.append(explain(UNSETTLED,
                    "It was still being compiled, or became faster, when the warm-up was over."));
        }
        if (any(comparison, summary -> !summary.metered())) {
            text.append(
                    explain(UNKNOWN,
                            "Not known: what only its process could tell, where its user has started it (and it is not "
                                    + "pinned to a core), or where reading it would have changed what was measured."));
        }
        return text.toString();
    }

    private List<String> figures(String name, String server, Summary summary, double least) {
        String requests = (summary.generatorWasLimit() ? AT_LEAST : "") + whole(summary.requestsPerSecond());
        if (!summary.metered()) {
            return List.of(name, UNKNOWN, summary.settled() ? "" : UNSETTLED, UNKNOWN, requests,
                    whole(summary.p50Micros()), whole(summary.p99Micros()), UNKNOWN, UNKNOWN, UNKNOWN);
        }
        return List.of(name,
                String.format(Locale.ROOT, "%.2f", summary.cpuMicrosPerRequest()),
                (summary.disturbed() ? DISTURBED : "") + (summary.settled() ? "" : UNSETTLED),
                times(server, summary.cpuMicrosPerRequest() / least),
                requests,
                whole(summary.p50Micros()), whole(summary.p99Micros()),
                String.format(Locale.ROOT, "%.3f", summary.switchesPerRequest()), whole(summary.threads()),
                summary.proportionalBytes() < 0 ? UNKNOWN : whole(summary.proportionalBytes() / 1e6));
    }

    private String times(String server, double timesLeast) {
        if (reference == null) {
            return String.format(Locale.ROOT, "%.2f", timesLeast);
        }
        Ratio ratio = ratios.get(server);
        return ratio == null
                ? server.equals(reference) ? "1" : UNKNOWN
                : (ratio.verdict() == Verdict.INDISTINGUISHABLE ? INDISTINGUISHABLE : "") + Words.ratio(ratio);
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

    private static boolean any(Comparison comparison, Predicate<Summary> property) {
        return comparison.servers()
                .stream()
                .flatMap(server -> server.cells().stream())
                .flatMap(cell -> cell.summary().stream())
                .anyMatch(property);
    }

    private static String explain(String mark, String meaning) {
        return mark + " " + String.join("\n  ", TextTable.wrap(meaning, Terminal.WIDTH - 2)) + "\n";
    }
}
