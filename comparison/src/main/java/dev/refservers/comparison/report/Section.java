package dev.refservers.comparison.report;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What there is to say about one scenario in one protocol, whatever form it is given.
 *
 * @param scenario which
 * @param protocol in which
 * @param figures a row for each server
 * @param details what was measured beside the load as a whole
 * @param words what may be said of the servers, a sentence each
 */
record Section(ScenarioFacts scenario, String protocol, FigureTable figures, List<ColumnTables> details,
        List<String> words) {

    /** All of them, in the order of the plan. */
    static List<Section> of(Comparison comparison) {
        String reference = comparison.plan().reference();
        List<Ratio> ratios = reference == null ? List.of() : Ratios.of(comparison, reference);
        List<Section> sections = new ArrayList<>();
        for (String protocol : comparison.plan().protocols()) {
            for (ScenarioFacts scenario : comparison.plan().scenarios()) {
                section(comparison, scenario, protocol, ratios.stream().filter(
                        ratio -> ratio.protocol().equals(protocol) && ratio.scenario().equals(scenario.name()))
                        .toList()).ifPresent(sections::add);
            }
        }
        return sections;
    }

    private static Optional<Section> section(Comparison comparison, ScenarioFacts scenario, String protocol,
            List<Ratio> ratios) {
        List<ServerResult> servers = comparison.servers()
                .stream()
                .filter(server -> server.unavailable() == null)
                .toList();
        if (servers.stream().allMatch(server -> server.cell(scenario.name(), protocol).isEmpty())) {
            return Optional.empty();
        }
        String reference = comparison.plan().reference();
        FigureTable figures = new FigureTable(ratios.isEmpty() ? null : reference,
                ratios.stream().collect(Collectors.toMap(Ratio::server, Function.identity())));
        Map<String, Cell> cells = new LinkedHashMap<>();
        servers.forEach(server -> server.cell(scenario.name(), protocol).ifPresentOrElse(cell -> {
            cells.put(server.name(), cell);
            figures.add(server.name(), cell, server.conforms(protocol));
        }, () -> figures.addNotApplicable(server.name())));
        return Optional.of(new Section(scenario, protocol, figures, DetailTables.of(cells),
                reference == null ? List.of() : Words.sentences(ratios, reference)));
    }

    /** What was done, and why that is worth a look. */
    String title() {
        return scenario.title() + ". " + scenario.why();
    }
}
