package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser. Screenshots are kept in {@code target/report-page} for people to look at. */
final class HtmlPageTest {

    private static final Path PICTURES = Path.of("target", "report-page");
    private static final String FAILING = "#broken/" + SampleResults.FAILING.id();

    @TempDir
    private static Path folder;

    private static String page = "";
    private static Browser browser;

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = new Browser();
        Path file = folder.resolve("report.html");
        Files.writeString(file,
                HtmlReport.write(SampleResults.three(SampleResults.SCRIPTS.size()), false, Optional.empty()));
        page = file.toUri().toString();
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void noComplaintAndNoRequestToElsewhere() {
        assertEquals(List.of(), browser.complaints());
        assertTrue(browser.requests().stream().map(URI::create).allMatch(
                address -> List.of("file", "data", "about").contains(address.getScheme())),
                browser.requests()::toString);
    }

    private static String shown() throws Exception {
        browser.await("document.querySelector('dialog').open && document.querySelector('dialog .talk')");
        return browser.evaluate("document.querySelector('dialog').innerText");
    }

    @Test
    void aPermalinkOpensTheFailingCellWithWhatWasExpectedAndWhatCame() throws Exception {
        browser.open(page + FAILING);
        String shown = shown();
        assertTrue(shown.contains(SampleResults.FAILING.id() + " against broken"), shown);
        assertTrue(shown.contains("+PONG") && shown.contains(SampleResults.CAME), shown);
        assertTrue(shown.contains("|<b>&amp;...|"), "a hex dump: " + shown);
        assertTrue(shown.contains("0.001") && shown.contains("connects"), "time stamps: " + shown);
        assertTrue(shown.contains("./servers conform broken --only " + SampleResults.FAILING.id()), shown);
        assertEquals(SampleResults.FAILING.source().line(SampleResults.FAILING.steps().getFirst().line() + 1),
                browser.evaluate("document.querySelector('dialog tr.wrong td:last-child').textContent"));
        assertTrue(
                Integer.parseInt(browser
                        .evaluate("String(document.querySelector('dialog blockquote').textContent.length)")) > 20,
                "the rule's text");
    }

    @Test
    void theMatrixIsWalkedAndOpenedWithKeys() throws Exception {
        browser.open(page);
        browser.evaluate("document.querySelector('.matrix td[tabindex=\"0\"]').focus()");
        browser.press("ArrowDown");
        browser.press("ArrowRight");
        browser.press("Enter");
        String second = SampleResults.SCRIPTS.get(1).id();
        assertTrue(shown().startsWith(second + " against broken"), second);
        assertEquals("#broken/" + second, browser.evaluate("decodeURIComponent(location.hash)"));
        browser.press("Escape");
        browser.await("!document.querySelector('dialog').open");
        assertEquals("broken, " + second + ": pass",
                browser.evaluate("document.activeElement.getAttribute('aria-label')"));
    }

    @Test
    void rowsAreFilteredByTextFolderAndVerdict() throws Exception {
        browser.open(page);
        String rows = "String(document.querySelectorAll('.matrix tr[data-script]:not([hidden])').length)";
        assertEquals(String.valueOf(SampleResults.SCRIPTS.size()), visible());
        browser.evaluate("{const s = document.querySelectorAll('.filters select')[1]; s.value = 'FAIL';"
                + " s.dispatchEvent(new Event('input')); ''}");
        assertEquals("1", browser.evaluate(rows));
        browser.evaluate("{const s = document.querySelectorAll('.filters select')[1]; s.value = '';"
                + " const t = document.querySelector('.filters input'); t.value = '"
                + SampleResults.FAILING.id() + "'; t.dispatchEvent(new Event('input')); ''}");
        assertEquals("1", visible());
    }

    private static String visible() throws Exception {
        return browser.evaluate("String([...document.querySelectorAll('.matrix tr[data-script]')].filter("
                + "row => row.getClientRects().length > 0).length)");
    }

    @Test
    void withoutScriptsFailuresAndMatrixCanBeReadAndFollowed() throws Exception {
        browser.withoutScripts(true);
        try {
            browser.open(page + FAILING);
            assertEquals("false", browser.evaluate("String(document.querySelector('dialog').open)"));
            assertEquals("true", browser.evaluate("String(document.querySelector('.failure').open)"),
                    "the permalink opens the failure in the list");
            String text = browser.evaluate("document.body.innerText");
            assertTrue(text.contains("2 of 3 servers conform.") && text.contains("expected  +PONG"), text);
            assertEquals("none", browser.evaluate("getComputedStyle(document.querySelector('.filters')).display"));
        } finally {
            browser.withoutScripts(false);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1280, 2560})
    void nothingButTablesScrollsSideways(int width) throws Exception {
        browser.emulate(width, 900);
        for (boolean dark : List.of(false, true)) {
            browser.dark(dark);
            String suffix = width + (dark ? "-dark.png" : ".png");
            browser.open(page);
            assertEquals("true", browser.evaluate("String(document.documentElement.scrollWidth <= innerWidth)"));
            Files.write(PICTURES.resolve("page-" + suffix), browser.screenshot());
            browser.evaluate("document.querySelector('#matrix').scrollIntoView()");
            Files.write(PICTURES.resolve("matrix-" + suffix), browser.screenshot());
            browser.open(page + FAILING);
            shown();
            assertEquals("true", browser.evaluate(
                    "{const d = document.querySelector('dialog'); String(d.scrollWidth <= d.clientWidth)}"));
            Files.write(PICTURES.resolve("cell-" + suffix), browser.screenshot());
        }
    }
}
