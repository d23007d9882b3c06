package dev.refservers.comparison.run;

import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.load.Scenario;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.server.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cell that is being filled, block by block. Used by one thread. */
final class CellBuilder {

    private final Scenario scenario;
    private final String protocol;
    private final int connections;
    private final int blocks;
    private final @Nullable String limit;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Cell.VoidBlock> voids = new ArrayList<>();

    /** A cell with as many connections as the scenario wants and the candidate serves at once, in so many blocks. */
    CellBuilder(Candidate candidate, Scenario scenario, String protocol, int blocks) {
        this.scenario = scenario;
        this.protocol = protocol;
        this.blocks = blocks;
        boolean oneAtATime = candidate.traits().contains(Trait.ONE_CLIENT_AT_A_TIME) && scenario.connections() > 1;
        this.connections = oneAtATime ? 1 : scenario.connections();
        this.limit = oneAtATime ? "serves one client at a time: limit reached at 1 connection" : null;
    }

    Scenario scenario() {
        return scenario;
    }

    String protocol() {
        return protocol;
    }

    int connections() {
        return connections;
    }

    /** Whether it is to be measured in this block, and has not been. */
    boolean isOpenIn(int block) {
        return block <= blocks && measurements.stream().noneMatch(measured -> measured.block() == block)
                && voids.stream().noneMatch(known -> known.block() == block || known.block() == 0);
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /** No figure in this block, or in none if it is 0. */
    void addVoid(int block, String reason) {
        voids.add(new Cell.VoidBlock(block, reason));
    }

    /** Why there is no figure in this block, if that is how many connections the server can have. */
    Optional<String> connectionLimitIn(int block) {
        return voids.stream().filter(known -> known.block() == block).map(Cell.VoidBlock::reason)
                .filter(reason -> reason.matches("Limit reached at [\\d,]+ connections?\\b.*")).findFirst();
    }

    /** Takes over what an earlier run has measured. */
    void resume(Cell earlier) {
        measurements.addAll(earlier.measurements());
        earlier.voids().stream().filter(known -> known.block() > 0).forEach(voids::add);
    }

    Cell build() {
        int depth = scenario instanceof Conversation conversation ? conversation.depth() : 1;
        return new Cell(scenario.name(), protocol, connections, depth, limit, measurements, voids);
    }
}
