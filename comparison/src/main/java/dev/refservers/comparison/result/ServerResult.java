package dev.refservers.comparison.result;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one server.
 *
 * @param name what it is called in every table
 * @param origin the module that it is from, or "peer"
 * @param summary what it is, in a sentence
 * @param traits what it cannot do, or needs, by design
 * @param unavailable why it cannot run here, or null
 * @param speaksOnly what it speaks of its protocols where that is not all, as a phrase: no scripts were played then; else null
 * @param conformance one for each protocol that was asked for
 * @param problems what else went wrong, each as a sentence: a server that did not end well
 * @param cells one for each scenario that can be said in a protocol that the server speaks
 */
public record ServerResult(String name, String origin, String summary, List<String> traits,
        @Nullable String unavailable, @Nullable String speaksOnly, List<ConformanceResult> conformance,
        List<String> problems, List<Cell> cells) {

    public ServerResult {
        Members.require(name, "name");
        Members.require(origin, "origin");
        Members.require(summary, "summary");
        Members.require(traits, "traits");
        Members.require(conformance, "conformance");
        Members.require(problems, "problems");
        Members.require(cells, "cells");
        traits = List.copyOf(traits);
        conformance = List.copyOf(conformance);
        problems = List.copyOf(problems);
        cells = List.copyOf(cells);
    }

    /** Its cell in this scenario and protocol; empty where it does not speak the one, or the other cannot be said in it. */
    public Optional<Cell> cell(String scenario, String protocol) {
        return cells.stream()
                .filter(cell -> cell.scenario().equals(scenario) && cell.protocol().equals(protocol))
                .findFirst();
    }

    /** Whether no client script has found anything wrong with it in this protocol; so it is where none was played. */
    public boolean conforms(String protocol) {
        return conformance.stream().filter(result -> result.protocol().equals(protocol))
                .allMatch(ConformanceResult::passed);
    }

    boolean good() {
        return unavailable != null
                || (problems.isEmpty()
                        && conformance.stream().allMatch(ConformanceResult::passed)
                        && cells.stream().flatMap(cell -> cell.voids().stream()).allMatch(Cell.VoidBlock::limit));
    }
}
