package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.script.Level;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import dev.refservers.conformance.spec.Rule;
import dev.refservers.conformance.spec.Specification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The specification and the scripts are about the same sentences. */
final class SpecificationTest {

    private static final Specification SPECIFICATION = Specification.bundled();

    private static Set<String> ids() {
        return SPECIFICATION.rules().stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noTwoSentencesHaveTheSameId() {
        assertEquals(SPECIFICATION.rules().size(), ids().size());
        assertTrue(ids().size() > 250, "the page is read: it has " + ids().size() + " sentences with an id");
    }

    @Test
    void everySentenceHasAScriptThatBindsAsMuch() {
        Map<String, Level> pinned = new HashMap<>();
        for (Script script : Scripts.bundled()) {
            for (String id : script.rules()) {
                pinned.merge(id, script.level(), (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        List<String> unpinned = SPECIFICATION.rules().stream()
                .filter(sentence -> !pinned.containsKey(sentence.id())
                        || pinned.get(sentence.id()).compareTo(sentence.level()) > 0)
                .map(sentence -> sentence.id() + " (" + sentence.level().word() + "): " + sentence.text()).toList();
        assertEquals(List.of(), unpinned, "sentences of docs/protocol.md without a script of their level");
    }

    @Test
    void everyScriptCanBeRead() {
        assertEquals(List.of(), Scripts.bundled().stream().flatMap(script -> script.problem().stream()).toList());
    }

    @Test
    void everyScriptNamesSentencesThatExist() {
        Set<String> ids = ids();
        for (Script script : Scripts.bundled()) {
            assertTrue(ids.containsAll(script.rules()), () -> script.id() + " names " + script.rules()
                    + ", which docs/protocol.md does not have");
        }
    }

    @Test
    void whatHoldsForEchoAndHttpAsForQueuesHasScriptsOfTheirs() {
        List<String> missing = new ArrayList<>();
        Map.of("9.6", "echo", "10.32", "http").forEach((id, protocol) -> {
            Set<String> pinned = Scripts.bundled().stream().filter(script -> script.protocol().equals(protocol))
                    .flatMap(script -> script.rules().stream()).collect(Collectors.toSet());
            rulesNamedIn(SPECIFICATION.rule(id).orElseThrow().text()).stream()
                    .filter(rule -> pinned.stream().noneMatch(name -> name.matches(rule + "[a-z]?")))
                    .forEach(rule -> missing.add(protocol + ": " + rule));
        });
        assertEquals(List.of(), missing, "rules that hold for a protocol, without a script in it");
    }

    /** {@code Rules 1.3 to 1.5 and 7.3} names four. */
    private static List<String> rulesNamedIn(String text) {
        List<String> rules = new ArrayList<>();
        String[] words = text.replaceAll("[^0-9.to ]", " ").strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i++) {
            if (words[i].matches("\\d+\\.\\d+")) {
                if (i > 0 && words[i - 1].equals("to")) {
                    fill(rules, rules.getLast(), words[i]);
                } else {
                    rules.add(words[i]);
                }
            }
        }
        return rules;
    }

    private static void fill(List<String> rules, String after, String last) {
        String section = last.substring(0, last.indexOf('.') + 1);
        int from = Integer.parseInt(after.substring(section.length()));
        int to = Integer.parseInt(last.substring(section.length()));
        for (int number = from + 1; number <= to; number++) {
            rules.add(section + number);
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
