package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.result.Summary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

        /** Whether it has no figure because it can do no more than it was asked for: a finding, no failure. */
        public boolean ended() {
            return !cell.voids().isEmpty() && cell.voids().stream().allMatch(Cell.VoidBlock::limit);
        }

        /** CPU time per request; behind all that is known where it is not. */
        public double cost() {
            return summary.filter(Summary::metered).map(Summary::cpuMicrosPerRequest).orElse(Double.MAX_VALUE);
        }
    }

    /** Experiments in which a "request" is a start, a second, or something that is counted and not timed. */
    private static final Set<String> OF_NO_REQUESTS = Set.of("start-up", "standing", "drain", "syscalls");

    /** Whether CPU time per request is that of a request, and can stand beside that of other scenarios. */
    public boolean ofRequests() {
        return !OF_NO_REQUESTS.contains(scenario.name());
    }

    /** Whether no server was measured in two blocks. */
    boolean measuredOnce() {
        return rows.stream().allMatch(row -> row.cell().measurements().size() < 2);
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
