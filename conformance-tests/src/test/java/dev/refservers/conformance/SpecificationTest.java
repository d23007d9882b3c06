package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The specification and the scripts are about the same rules. */
final class SpecificationTest {

    /** A rule begins a line, or stands in the first column of a table. */
    private static final Pattern RULE = Pattern.compile("(?m)^(?:\\| )?\\*\\*(\\d+\\.\\d+)\\*\\*");

    private static final Path SPECIFICATION = Path.of("..", "docs", "protocol.md");

    private static List<String> rules() throws IOException {
        return RULE.matcher(Files.readString(SPECIFICATION)).results().map(found -> found.group(1)).toList();
    }

    @Test
    void noTwoRulesHaveTheSameNumber() throws IOException {
        assertEquals(rules().size(), new TreeSet<>(rules()).size());
    }

    @Test
    void everyRuleHasAScript() throws IOException {
        Set<String> pinned = Scripts.bundled().stream().flatMap(script -> script.rules().stream())
                .collect(Collectors.toSet());
        List<String> unpinned = rules().stream().filter(rule -> !pinned.contains(rule)).toList();
        assertEquals(List.of(), unpinned, "rules without a script");
    }

    @Test
    void everyScriptNamesRulesThatExist() throws IOException {
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
