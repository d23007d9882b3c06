package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.spec.Specification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page as a file: it needs no other, says what must be said without a script, and stays small. */
final class HtmlReportTest {

    private static final int MOST_BYTES = 10_000_000;

    private static String page() {
        return HtmlReport.write(SampleResults.three(20), false, Optional.empty());
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String page = page();
        assertFalse(Pattern.compile("(src|href)=\"(?!#|data:)").matcher(page).find());
        assertFalse(page.contains("@import") || page.contains("url("), page);
    }

    @Test
    void failuresAreToldInPlainHtml() {
        String page = page();
        assertTrue(page.contains("2 of 3 servers conform."));
        assertTrue(page.contains("<p>1 failure of all servers together"));
        assertTrue(page.contains("a expected +PONG, and got &quot;&lt;b&gt;&amp;amp;\\x00\\r\\n&quot;."));
        assertTrue(page.contains("It ended with exit code 3, not 0."));
        assertFalse(page.contains("<b>&amp;\\x00"), "what came is no markup");
    }

    @Test
    void everyScriptIsARowAndEveryRuleIsThere() {
        String page = page();
        assertEquals(20, page.split("<tr data-script=", -1).length - 1);
        assertEquals(20, page.split("<script type=\"text/plain\"", -1).length - 1);
        Specification.bundled().rules().forEach(rule -> assertTrue(page.contains("id=\"rule-" + rule.id() + "\""),
                rule.id()));
    }

    @Test
    void sixteenServersAndAllScriptsStaySmall() {
        String page = HtmlReport.write(SampleResults.many(16), false, Optional.empty());
        assertTrue(page.length() < MOST_BYTES, () -> page.length() + " bytes");
        assertTrue(page.contains("All 16 servers conform."));
    }

    @Test
    void mutantsAreShownIfThereIsATable() throws IOException {
        assertFalse(page().contains("<h2>Mutants</h2>"));
        Mutants table = Mutants.read(new ByteArrayInputStream("""
                {"version": 7, "mutants": [
                  {"name": "lost-waiter", "description": "Forgets <who> waits.", "caughtBy": ["blocking/fifo", "close/x"]},
                  {"name": "immortal", "description": "Is not caught.", "caughtBy": []}]}
                """.getBytes(StandardCharsets.UTF_8)));
        String page = HtmlReport.write(SampleResults.three(5), false, Optional.of(table));
        assertTrue(page.contains("1 of 2 were caught"));
        assertTrue(page.contains("Forgets &lt;who&gt; waits.</td><td class=\"words\">blocking/fifo, close/x"));
        assertTrue(page.contains("<strong>nothing</strong>"));
        assertEquals(List.of(), new Mutants.Mutant("x", null, null).caughtBy());
    }
}
