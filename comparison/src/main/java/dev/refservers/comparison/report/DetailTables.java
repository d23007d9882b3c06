package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Summary;
import dev.refservers.comparison.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What an experiment has measured beside the load as a whole: its steps, and figures of its own. */
final class DetailTables {

    /** What is measured with every load, and told by the JSON and the page only. */
    private static final Set<String> OF_EVERY_LOAD = Set.of("cpuPressureShare", "gcMillis", "jitMillis");

    private DetailTables() {}

    /** The tables of these cells, server → cell, of one scenario; those that have no columns are empty. */
    static List<ColumnTables> of(Map<String, Cell> cells) {
        List<String> servers = List.copyOf(cells.keySet());
        ColumnTables figures = new ColumnTables("server", servers);
        ColumnTables latencies = new ColumnTables("p99 µs", servers);
        ColumnTables rates = new ColumnTables("requests/s", servers);
        cells.forEach((server, cell) -> {
            if (cell.summary().isPresent()) {
                figures(cell).forEach((name, values) -> figures.add(name, server,
                        number(Interval.median(values.stream().mapToDouble(Double::doubleValue).toArray()))));
                steps(cell).forEach((name, steps) -> {
                    Summary summary = Legend.summary(steps);
                    String doubts = Legend.doubts(summary);
                    latencies.add(name, server, doubts + number(summary.p99Micros()));
                    rates.add(name, server, doubts + (summary.generatorWasLimit() ? Legend.AT_LEAST : "")
                            + number(summary.requestsPerSecond()));
                });
            }
        });
        return List.of(figures, latencies, rates);
    }

    private static Map<String, List<Double>> figures(Cell cell) {
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        for (Measurement block : cell.measurements()) {
            block.figures().entrySet().stream().filter(figure -> !OF_EVERY_LOAD.contains(figure.getKey()))
                    .sorted(Map.Entry.comparingByKey()).forEach(
                            figure -> figures.computeIfAbsent(figure.getKey(), name -> new ArrayList<>())
                                    .add(figure.getValue()));
        }
        return figures;
    }

    /** Name → the same step of all blocks, in their order. */
    static Map<String, List<Measurement.Step>> steps(Cell cell) {
        Map<String, List<Measurement.Step>> steps = new LinkedHashMap<>();
        for (Measurement block : cell.measurements()) {
            block.steps().stream().filter(step -> step.load().requests() > 0).forEach(
                    step -> steps.computeIfAbsent(step.name(), name -> new ArrayList<>()).add(step));
        }
        return steps;
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 10 && number != Math.rint(number) ? "%.2f" : "%,.0f",
                number);
    }
}
