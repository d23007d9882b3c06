package dev.refservers.conformance.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules are found with what they say. */
final class SpecificationParserTest {

    private static final Specification PAGE = Specification.parse("""
            # A page

            **0.1** Before the first section there are no rules.

            ## 2 Framing

            What explains has no id.

            **2.1** A rule goes on
            to the empty line.

            This is not in it.

            **2.3**<a id="2.3"></a> Another begins where
            a line
            **2.3b**<a id="2.3b"></a> begins with an id.

            ### Errors
            **2.2** There is one of these:

            | reply | bytes |
            |---|---|
            | error | `-` text |

            | rule | request | reply |
            |---|---|---|
            | **2.14** | `a` | `LEFT\\|RIGHT` |

            ## Left open

            **2.15** Nothing.
            """);

    @Test
    void aRuleGoesToTheEmptyLine() {
        assertEquals("A rule goes on to the empty line.", PAGE.rule("2.1").orElseThrow().text());
    }

    @Test
    void aRuleEndsWhereTheNextBegins() {
        assertEquals("Another begins where a line", PAGE.rule("2.3").orElseThrow().text());
        assertEquals("begins with an id.", PAGE.rule("2.3b").orElseThrow().text());
        assertEquals("2.3", PAGE.rule("2.3b").orElseThrow().number());
    }

    @Test
    void aTableWithoutRulesBelongsToTheRuleBeforeIt() {
        assertEquals("There is one of these: reply: error; bytes: `-` text.", PAGE.rule("2.2").orElseThrow().text());
    }

    @Test
    void aRowIsARuleUnderTheHeadingsOfItsTable() {
        assertEquals(new Rule("2.14", List.of(
                new Block.Table(List.of("request", "reply"), List.of(List.of("`a`", "`LEFT|RIGHT`"))))),
                PAGE.rule("2.14").orElseThrow());
    }

    @Test
    void onlyNumberedSectionsHaveRules() {
        assertEquals(List.of("2.1", "2.3", "2.3b", "2.2", "2.14"), PAGE.rules().stream().map(Rule::id).toList());
        assertEquals("Framing", PAGE.sections().getFirst().title());
    }

    /** As plainly as one can look for them, from the file itself. */
    @Test
    void noRuleOfThePageIsOverlooked() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "protocol.md"));
        List<String> rules = Pattern.compile("(?m)^(?:\\| )?\\*\\*(\\d+\\.\\d+[a-z]?)\\*\\*").matcher(page).results()
                .map(found -> found.group(1)).toList();
        assertEquals(rules, Specification.bundled().rules().stream().map(Rule::id).toList());
        assertTrue(Specification.bundled().rules().stream().noneMatch(rule -> rule.text().isBlank()));
    }
}
