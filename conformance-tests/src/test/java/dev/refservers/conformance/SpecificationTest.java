package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import dev.refservers.conformance.spec.Rule;
import dev.refservers.conformance.spec.Specification;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The specification and the scripts are about the same rules. */
final class SpecificationTest {

    private static List<String> rules() {
        return Specification.bundled().rules().stream().map(Rule::id).toList();
    }

    @Test
    void noTwoRulesHaveTheSameNumber() {
        assertEquals(rules().size(), new TreeSet<>(rules()).size());
    }

    @Test
    void everyRuleHasAScript() {
        Set<String> pinned = Scripts.bundled().stream().flatMap(script -> script.rules().stream())
                .collect(Collectors.toSet());
        List<String> unpinned = rules().stream().filter(rule -> !pinned.contains(rule)).toList();
        assertEquals(List.of(), unpinned, "rules without a script");
    }

    @Test
    void everyScriptNamesRulesThatExist() {
        Set<String> rules = new TreeSet<>(rules());
        for (Script script : Scripts.bundled()) {
            assertTrue(rules.containsAll(script.rules()), () -> script.id() + " names " + script.rules()
                    + ", which docs/protocol.md does not have");
        }
    }

    @Test
    void scriptsAreNumerousAndTheirFilesNamedAfterThem() {
        assertTrue(Scripts.bundled().stream().map(script -> script.source().name()).distinct().count() >= 150);
        for (Script script : Scripts.bundled()) {
            assertTrue((script.id() + "[").startsWith(script.source().name().replace(".talk", "[")),
                    () -> script.id() + " stands in " + script.source().name());
        }
    }
}
