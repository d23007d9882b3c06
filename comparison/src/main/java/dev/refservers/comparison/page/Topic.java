package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.result.Summary;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One scenario in one protocol, and what each server did in it.
 *
 * @param alone whether the page knows no other protocol
 */
public record Topic(ScenarioFacts scenario, String protocol, boolean alone, List<Row> rows) {

    public Topic {
        rows = List.copyOf(rows);
    }

    /** One server's cell; its summary is costly, so it is made once. */
    public record Row(ServerResult server, Cell cell, Optional<Summary> summary) {

        /** The server's name. */
        public String name() {
            return server.name();
        }

        /** CPU time per request; behind all that is known where it is not. */
        public double cost() {
            return summary.filter(Summary::metered).map(Summary::cpuMicrosPerRequest).orElse(Double.MAX_VALUE);
        }
    }

    /** What stands behind the {@code #} to find it. */
    public String id() {
        return "in-" + scenario.name() + (alone ? "" : "-" + protocol);
    }

    /** What its headlines call it. */
    public String name() {
        return scenario.name() + (alone ? "" : " (" + protocol + ")");
    }

    /** Rows with figures. */
    public List<Row> measured() {
        return rows.stream().filter(row -> row.summary().isPresent()).toList();
    }

    /** Rows with a CPU time. */
    public List<Row> metered() {
        return rows.stream().filter(row -> row.summary().filter(Summary::metered).isPresent()).toList();
    }

    /** The row of a server, where it has figures. */
    public Optional<Row> measured(String server) {
        return rows.stream().filter(row -> row.name().equals(server) && row.summary().isPresent()).findFirst();
    }

    /** Whether a summary with this property is among the rows. */
    boolean any(Predicate<Summary> property) {
        return rows.stream().flatMap(row -> row.summary().stream()).anyMatch(property);
    }
}
