package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Experiment;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.result.ConformanceResult;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.conformance.result.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is known about one candidate so far. Used by one thread. */
final class Row {

    private final Candidate candidate;
    private final List<ConformanceResult> conformance = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<CellBuilder> cells = new ArrayList<>();

    Row(Candidate candidate) {
        this.candidate = candidate;
    }

    Candidate candidate() {
        return candidate;
    }

    void addCell(CellBuilder cell) {
        cells.add(cell);
    }

    void addProblems(List<String> more) {
        problems.addAll(more);
    }

    /** Takes note of what the scripts said; where it must conform, there are no figures without that. */
    void add(ConformanceResult result) {
        conformance.add(result);
        for (CellBuilder cell : cellsOf(result.protocol())) {
            if (!isEnough(result, cell)) {
                cell.addVoid(0, "Not measured: it does not conform. " + result.failures().getFirst());
            }
        }
    }

    /** Where no script could be played, as at a server with somebody's data, no load may touch that data either. */
    private boolean isEnough(ConformanceResult result, CellBuilder cell) {
        return result.passed() || (!candidate.mustConform() && (result.counts().containsKey(Verdict.PASS.word())
                || !cell.scenario().touchesQueues(cell.protocol())));
    }

    /** Takes over what an earlier run has found about the same server. */
    void resume(ServerResult earlier) {
        earlier.conformance().forEach(this::add);
        problems.addAll(earlier.problems());
        for (CellBuilder cell : cells) {
            earlier.cell(cell.scenario().name(), cell.protocol()).ifPresent(cell::resume);
        }
    }

    List<CellBuilder> cellsOf(String protocol) {
        return cells.stream().filter(cell -> cell.protocol().equals(protocol)).toList();
    }

    /** Those that are still to be measured in this block. */
    List<CellBuilder> cellsOf(String protocol, int block) {
        return cellsOf(protocol).stream().filter(cell -> cell.isOpenIn(block)).toList();
    }

    /** Whether an experiment is carried out with it in this block. */
    boolean hasExperiment(String protocol, int block) {
        return cellsOf(protocol, block).stream().anyMatch(cell -> cell.scenario() instanceof Experiment);
    }

    ServerResult build() {
        return new ServerResult(candidate.name(), candidate.origin(), candidate.summary(),
                candidate.traits().stream().map(Enum::name).sorted().toList(),
                candidate.unavailable().orElse(null), candidate.speaksOnly().orElse(null), conformance, problems,
                cells.stream().map(CellBuilder::build).toList());
    }
}
