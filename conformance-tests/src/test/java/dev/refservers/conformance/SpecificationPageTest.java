package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.conformance.spec.Block;
import dev.refservers.conformance.spec.Rule;
import dev.refservers.conformance.spec.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/protocol.md is written as it says itself: what binds a server has an id, what has none binds nobody. */
final class SpecificationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "protocol.md");

    private static final Pattern ID_AND_ANCHOR = Pattern
            .compile("(?m)^(?:\\| )?\\*\\*(\\d+\\.\\d+[a-z]?)\\*\\*(?:<a id=\"([^\"]*)\"></a>)?");

    private static final Pattern ID = Pattern.compile("\\*\\*\\d+\\.\\d+[a-z]?\\*\\*");

    /** Words by which a sentence binds somebody. */
    private static final Pattern BINDS = Pattern
            .compile("(?i)\\b(must|never|always|shall|should|may|closes|answers|accepts)\\b|→");

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    @Test
    void everyIdCanBeLinkedTo() throws IOException {
        List<String> wrong = ID_AND_ANCHOR.matcher(page()).results()
                .filter(id -> !id.group(1).equals(id.group(2))).map(MatchResult::group).toList();
        assertEquals(List.of(), wrong, "docs/protocol.md: write **6.7**<a id=\"6.7\"></a>");
    }

    @Test
    void everyIdBeginsALineOrARow() throws IOException {
        assertEquals(ID.matcher(page()).results().count(), ID_AND_ANCHOR.matcher(page()).results().count(),
                "docs/protocol.md: an id elsewhere than where a sentence or a row begins");
    }

    @Test
    void lettersFollowOneAnotherBehindTheRuleItself() {
        List<String> wrong = new ArrayList<>();
        String before = "";
        for (Rule sentence : Specification.bundled().rules()) {
            if (!sentence.id().equals(sentence.number())) {
                char letter = sentence.id().charAt(sentence.id().length() - 1);
                String expected = sentence.number() + (letter == 'b' ? "" : (char) (letter - 1));
                if (!before.equals(expected)) {
                    wrong.add(sentence.id() + " comes after " + before + ", not after " + expected);
                }
            }
            before = sentence.id();
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void behindAnIdStandsOneSentence() {
        List<String> wrong = new ArrayList<>();
        for (Rule rule : Specification.bundled().rules()) {
            String said = switch (rule.blocks().getFirst()) {
                case Block.Paragraph paragraph -> paragraph.text();
                case Block.Table row -> String.join("; ", row.rows().getFirst());
            };
            if (plain(said).matches(".*[.!?] +\\S.*")) {
                wrong.add(rule.id() + ": " + said);
            }
        }
        assertEquals(List.of(), wrong, "sentences without an id of their own: give them a letter, or brackets");
    }

    @Test
    void nothingBindsWithoutAnId() throws IOException {
        List<String> wrong = new ArrayList<>();
        String numbered = page().substring(page().indexOf("\n## 1 "), page().indexOf("\n## Left open"));
        for (String paragraph : numbered.split("\n\\s*\n", -1)) {
            String text = paragraph.strip();
            if (!text.startsWith("**") && !text.startsWith("|") && !text.startsWith("#")
                    && BINDS.matcher(plain(text)).find()) {
                wrong.add(text);
            }
        }
        assertEquals(List.of(), wrong, "paragraphs that bind a server, but have no id");
    }

    @Test
    void nothingBindsInBrackets() {
        Pattern sentence = Pattern.compile("(?<=[.:] )\\([A-Z][^()]*\\b(must|never|always|shall)\\b[^()]*\\)");
        List<String> wrong = Specification.bundled().rules().stream()
                .filter(said -> sentence.matcher(said.text()).find()).map(Rule::id).toList();
        assertEquals(List.of(), wrong, "explanations in brackets that bind a server");
    }

    /** Without code, and without what stands in brackets. */
    private static String plain(String text) {
        String left = text.replace("\n", " ").replaceAll("`[^`]*`", "x");
        for (String before = ""; !before.equals(left);) {
            before = left;
            left = left.replaceAll("\\([^()]*\\)", "");
        }
        return left.replaceAll(" +", " ").strip();
    }
}
