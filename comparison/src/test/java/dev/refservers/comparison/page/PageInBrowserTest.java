package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser. Screenshots are kept in {@code target/comparison-page} for people to look at. */
final class PageInBrowserTest {

    private static final Path PICTURES = Path.of("target", "comparison-page");
    private static final String FIRST_NAMES = "[...document.querySelectorAll('.overview tbody tr')].map("
            + "row => row.dataset.server).join()";

    @TempDir
    private static Path folder;

    private static String page = "";
    private static Chromium browser;

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = new Chromium();
        Path file = folder.resolve("comparison.html");
        Files.writeString(file, Page.of(Crowd.full(), List.of("epoll", "uring"), Programs.home()));
        page = file.toUri().toString();
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void showAsUsual() throws Exception {
        browser.show(1280, 900, false, "screen");
    }

    @AfterEach
    void noComplaintAndNoRequestToElsewhere() {
        assertEquals(List.of(), browser.complaints());
        assertTrue(browser.requests().stream().map(URI::create).allMatch(
                address -> List.of("file", "data", "about").contains(address.getScheme())),
                browser.requests()::toString);
    }

    @Test
    void ratiosAreToWhomTheReaderPicks() throws Exception {
        browser.open(page);
        String ratio = "document.querySelector('.overview tr[data-server=forking] td .ratio').textContent";
        String toSelect = browser.evaluate(ratio);
        browser.evaluate("[document.querySelector('#reference')].forEach(select => { select.value = 'forking';"
                + " select.dispatchEvent(new Event('input')); })");
        assertEquals("1", browser.evaluate(ratio));
        assertNotEquals(toSelect, browser.evaluate(ratio));
        assertEquals("forking", browser.evaluate("document.querySelector('.reference').textContent"));
        String bounds = browser.evaluate(
                "document.querySelector('#in-steady tr[data-server=select] td[data-bounds]').textContent");
        assertTrue(bounds.matches("0\\.\\d\\d 0\\.\\d\\d–0\\.\\d\\d"), bounds);
        assertEquals("#?ref=forking", browser.evaluate("location.hash"));
    }

    @Test
    void withTheUsualReferenceTheScriptWritesWhatWasThereWithoutIt() throws Exception {
        String all = "[...document.querySelectorAll('td[data-topic]')].map(cell => cell.innerText.trim()).join('|')";
        browser.open(page);
        String with = browser.evaluate(all);
        assertEquals(with, without(all));
    }

    private static String without(String expression) throws Exception {
        browser.withoutScripts(true);
        try {
            browser.open(page);
            return browser.evaluate(expression);
        } finally {
            browser.withoutScripts(false);
        }
    }

    @Test
    void withoutScriptsThereAreAllTablesChartsAndVerdicts() throws Exception {
        assertEquals("none", without("getComputedStyle(document.querySelector('.controls')).display"));
        String text = without("document.body.innerText");
        assertTrue(text.contains("The textbook, measured") && text.contains("✓ confirmed"), text);
        assertTrue(text.contains("VOID: Not all connections were served"), text);
        assertTrue(Integer.parseInt(without("[...document.querySelectorAll('svg')].filter("
                + "svg => svg.getBoundingClientRect().height > 100).length")) > 60);
    }

    @Test
    void rowsAreSortedByAnyColumnAndTheAddressRemembersIt() throws Exception {
        browser.open(page);
        String before = browser.evaluate(FIRST_NAMES);
        browser.evaluate("document.querySelectorAll('.overview thead button')[1].click()");
        assertEquals("ascending", browser.evaluate(
                "document.querySelectorAll('.overview thead th')[1].getAttribute('aria-sort')"));
        browser.evaluate("document.querySelectorAll('.overview thead button')[1].click()");
        List<String> up = List.of(before.split(","));
        assertEquals(String.join(",", up.reversed()), browser.evaluate(FIRST_NAMES));
        String address = browser.evaluate("location.href");
        assertTrue(address.endsWith("#?sort=overview:steady:down"), address);
        browser.open(address);
        assertEquals(String.join(",", up.reversed()), browser.evaluate(FIRST_NAMES));
    }

    @Test
    void aPermalinkShowsItsPartWithReferenceAndPickedServers() throws Exception {
        browser.open(page + "#in-ladder-latency?ref=epoll&pick=epoll,uring");
        assertEquals("epoll", browser.evaluate("document.querySelector('#reference').value"));
        assertEquals("uring,epoll", browser.evaluate(
                "[...document.querySelectorAll('.chips [aria-pressed=true]')].map(chip => chip.value).join()"));
        assertEquals("0.13,1",
                browser.evaluate("['redis', 'uring'].map(name => getComputedStyle(document.querySelector("
                        + "`#in-ladder-latency g[data-server=${name}]`)).opacity).join()"));
        assertTrue(Double.parseDouble(browser.evaluate(
                "document.querySelector('#in-ladder-latency').getBoundingClientRect().top")) < 200);
    }

    @Test
    void aPermalinkEnlargesAChartAndSaysWhatItDoesNotFind() throws Exception {
        browser.open(page + "#in-steady-cpu");
        browser.evaluate("document.querySelector('#in-steady-cpu .enlarge').click()");
        String address = browser.evaluate("location.href");
        assertTrue(address.endsWith("#in-steady-cpu?enlarge=in-steady-cpu"), address);
        browser.open(address);
        assertEquals("in-steady-cpu", browser.evaluate("document.querySelector('figure.large').id"));
        assertEquals("null", browser.evaluate("document.querySelector('.lost')"));
        browser.open(page + "#in-nowhere?ref=nobody&sort=overview:nothing:up");
        String lost = browser.evaluate("document.querySelector('.lost').textContent");
        assertTrue(lost.endsWith("part in-nowhere, server nobody, column overview:nothing:up."), lost);
    }

    @Test
    void ofManyLinesTheBestKnownStandOutUntilOthersArePicked() throws Exception {
        String opacity = "['redis', 'uring'].map(name => getComputedStyle(document.querySelector("
                + "`#in-ladder-by-p99 g[data-server=${name}]%s`)).opacity).join()";
        browser.open(page);
        assertEquals("0.18,1", browser.evaluate(opacity.formatted(" .line")));
        browser.open(page + "#?pick=redis");
        assertEquals("1,1", browser.evaluate(opacity.formatted(" .line")));
        assertEquals("1,0.13", browser.evaluate(opacity.formatted("")));
    }

    @Test
    void noPictureOfACardIsCut() throws Exception {
        for (int width : new int[]{400, 1280, 2560}) {
            browser.show(width, 900, false, "screen");
            browser.open(page);
            assertEquals("", browser.evaluate("[...document.querySelectorAll('.picture')].filter(each => "
                    + "each.scrollWidth > each.clientWidth).map(each => each.closest('article').id).join()"));
        }
    }

    @Test
    void theOverviewIsNotCutOnPaperAndSaysWhereItIsCutOnAScreen() throws Exception {
        String cut = "[document.querySelector('.overview').parentElement].map(each => ";
        browser.show(1032, 730, false, "print");
        browser.open(page);
        assertEquals("true", browser.evaluate(cut + "each.scrollWidth <= each.clientWidth)"));
        browser.show(600, 900, false, "screen");
        browser.open(page);
        browser.evaluate("document.body.offsetHeight");
        assertEquals("true", browser.evaluate(cut + "each.scrollWidth > each.clientWidth)"));
    }

    @Test
    void everythingThatCanBePressedHasANameAndIsReachedByKeys() throws Exception {
        browser.open(page);
        assertEquals("0", browser.evaluate("[...document.querySelectorAll('button, select, a[href]')].filter(each => "
                + "each.tabIndex < 0 || !(each.textContent.trim() || each.getAttribute('aria-label'))).length"));
        assertEquals("0", browser.evaluate("[...document.querySelectorAll('.scroll')].filter(each => "
                + "each.tabIndex !== 0 || !each.getAttribute('aria-label')).length"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1280, 2560})
    void nothingButTablesScrollsSidewaysByDayByNightAndOnPaper(int width) throws Exception {
        for (String look : width == 1280 ? List.of("light", "dark", "print") : List.of("light")) {
            browser.show(width, 1400, look.equals("dark"), look.equals("print") ? "print" : "screen");
            browser.open(page);
            if (!look.equals("print")) {
                assertEquals("true", browser.evaluate("document.documentElement.scrollWidth <= innerWidth"));
            }
            assertEquals("", browser.evaluate("[...document.querySelectorAll('svg text')].filter(text => { const it = "
                    + "text.getBoundingClientRect(), all = text.ownerSVGElement.getBoundingClientRect(); return it.left < "
                    + "all.left - 4 || it.right > all.right + 12 || it.bottom > all.bottom + 4; }).slice(0, 3).map("
                    + "text => text.textContent + ' in ' + text.closest('figure').id)"), look);
            for (String part : List.of("header", "#overview", "#textbook", "#curves", "#memory", "#in-steady",
                    "#architectures")) {
                Files.write(PICTURES.resolve(part.replace("#", "") + "-" + width + "-" + look + ".png"),
                        browser.screenshot(part));
            }
        }
    }
}
