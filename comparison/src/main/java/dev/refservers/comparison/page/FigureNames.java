package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** What an experiment has measured under a name of its own: such as {@code drainMillis}, in words "drain" and "ms". */
public final class FigureNames {

    private static final Map<String, String> UNITS = Map.of("Millis", "ms", "Micros", "µs", "Nanos", "ns", "Seconds",
            "s", "Bytes", "MB", "Share", "share");

    /** What is told of every window, to judge it by: columns of the tables, no charts. */
    private static final Set<String> BESIDE = Set.of("gcMillis", "jitMillis", "cpuPressureShare", "slowedDownByStrace");
    private static final int CHARTS_MOST = 4;

    private FigureNames() {}

    /** All names that occur, in their order. */
    static List<String> of(Topic topic) {
        TreeSet<String> names = new TreeSet<>();
        topic.rows().forEach(row -> row.cell().measurements().forEach(block -> names.addAll(block.figures().keySet())));
        return List.copyOf(names);
    }

    /** Names that are worth a chart: few, and none of those that are told of every window, or one by one of every call. */
    static List<String> ofCharts(Topic topic) {
        return of(topic).stream()
                .filter(name -> !BESIDE.contains(name) && !isWeight(name) && !name.endsWith("CallsPerRequest"))
                .limit(CHARTS_MOST).toList();
    }

    /** Whether it is memory: told by {@link MemorySection}, as a slope. */
    static boolean isWeight(String name) {
        return name.endsWith("Bytes");
    }

    /** The name as a phrase, with its unit behind a comma. */
    static String words(String name) {
        String unit = UNITS.keySet().stream().filter(name::endsWith).findFirst().orElse("");
        String rest = name.substring(0, name.length() - unit.length());
        return rest.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT)
                + (unit.isEmpty() ? "" : ", " + UNITS.get(unit));
    }

    /** The median over a cell's blocks, in the unit that {@link #words} tells. */
    public static OptionalDouble median(Cell cell, String name) {
        double[] values = values(cell, name);
        double scale = isWeight(name) ? 1e-6 : 1;
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(scale * Interval.median(values));
    }

    private static double[] values(Cell cell, String name) {
        return cell.measurements().stream().map(Measurement::figures).filter(figures -> figures.containsKey(name))
                .mapToDouble(figures -> Optional.ofNullable(figures.get(name)).orElse(0.0)).toArray();
    }
}
