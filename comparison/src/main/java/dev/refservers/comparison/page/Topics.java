package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.result.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A comparison by scenario instead of by server.
 *
 * @param reference whom others are held against until the reader picks somebody else; empty where nobody has figures
 */
public record Topics(Comparison comparison, List<Topic> all, Optional<String> reference) {

    private static final String USUAL_REFERENCE = "select";

    public Topics {
        all = List.copyOf(all);
    }

    /** Sorts a comparison; scenarios that nobody has a cell in are left out. */
    public static Topics of(Comparison comparison) {
        List<String> protocols = comparison.plan().protocols();
        List<Topic> topics = new ArrayList<>();
        for (String protocol : protocols) {
            for (ScenarioFacts scenario : comparison.plan().scenarios()) {
                List<Topic.Row> rows = new ArrayList<>();
                for (ServerResult server : comparison.servers()) {
                    server.cell(scenario.name(), protocol)
                            .ifPresent(cell -> rows.add(new Topic.Row(server, cell, summary(cell))));
                }
                if (!rows.isEmpty()) {
                    rows.sort(Comparator.comparingDouble(Topic.Row::cost));
                    topics.add(new Topic(scenario, protocol, protocols.size() == 1, rows));
                }
            }
        }
        return new Topics(comparison, topics, reference(comparison, topics));
    }

    private static Optional<Summary> summary(Cell cell) {
        return cell.summary();
    }

    private static Optional<String> reference(Comparison comparison, List<Topic> topics) {
        String planned = comparison.plan().reference();
        List<String> measured = topics.stream().flatMap(topic -> topic.metered().stream()).map(Topic.Row::name)
                .distinct().toList();
        return measured.stream().min(Comparator.comparing((String name) -> !name.equals(planned))
                .thenComparing(name -> !name.equals(USUAL_REFERENCE)));
    }

    /** Servers that have a CPU time somewhere, in the comparison's order: who can be a reference. */
    public List<String> references() {
        return comparison.servers().stream().map(ServerResult::name)
                .filter(name -> all.stream().anyMatch(topic -> topic.metered().stream()
                        .anyMatch(row -> row.name().equals(name))))
                .toList();
    }

    /** The name under which the reference was measured once more. */
    public Optional<String> alias() {
        return Optional.ofNullable(comparison.plan().alias());
    }

    /** Topics that differ in one number only, in the order of that number: those that make a curve of two points or more. */
    public List<List<Topic>> families() {
        Map<String, List<Topic>> families = new LinkedHashMap<>();
        for (Topic topic : all) {
            if (topic.scenario().value() != null) {
                families.computeIfAbsent(topic.scenario().family() + " " + topic.protocol(), _ -> new ArrayList<>())
                        .add(topic);
            }
        }
        return families.values().stream().filter(family -> family.size() > 1)
                .map(family -> family.stream().sorted(Comparator.comparingDouble(Topics::value)).toList())
                .toList();
    }

    /** Where a topic stands in its family. */
    public static double value(Topic topic) {
        Double value = topic.scenario().value();
        return value == null ? 0 : value;
    }
}
