package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.page.svg.BarChart;
import dev.refservers.comparison.result.Comparisons;
import dev.refservers.comparison.statistics.Ratio;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PageTest {

    private static final String FULL = Page.of(Crowd.full(), List.of("epoll", "uring"), Optional.empty());

    @Test
    void aFullRunOfEighteenServersTakesAtMostOneAndAHalfMegabytes() throws Exception {
        Path kept = Path.of("target", "comparison-page");
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("crowd.html"), FULL);
        int size = FULL.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= 1_500_000, size + " bytes");
    }

    @Test
    void asksNobodyForAnything() {
        List<String> loaded = new ArrayList<>();
        Pattern.compile("(src=|href=|url\\()[\"']?([^\"')>\\s]+)").matcher(FULL).results()
                .map(found -> found.group(2)).filter(to -> !to.startsWith("#") && !to.startsWith("data:"))
                .forEach(loaded::add);
        assertEquals(List.of(), loaded);
        assertTrue(FULL.contains("default-src 'none'"));
    }

    @Test
    void everyLinkLeadsSomewhereAndNoPlaceIsThereTwice() {
        Set<String> ids = new HashSet<>();
        Pattern.compile(" id=\"([^\"]+)\"").matcher(FULL).results()
                .forEach(found -> assertTrue(ids.add(found.group(1)), found.group(1)));
        List<String> lost = Pattern.compile("href=\"#([^\"]+)\"").matcher(FULL).results().map(found -> found.group(1))
                .filter(to -> !ids.contains(to)).toList();
        assertEquals(List.of(), lost);
    }

    @Test
    void everyHeadSaysWhatItIsTheHeadOf() {
        long heads = Pattern.compile("<th[ >]").matcher(FULL).results().count();
        assertEquals(heads, Pattern.compile("<th scope=\"(row|col)\"").matcher(FULL).results().count());
    }

    @Test
    void everyChartIsWellFormedNamedAndInsideItsFrame() throws Exception {
        List<String> charts = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(FULL).results()
                .map(found -> found.group()).toList();
        assertTrue(charts.size() > 60, charts.size() + " charts");
        for (String chart : charts) {
            assertTrue(chart.contains("role=\"img\" aria-label=\""), chart);
            assertFalse(chart.contains("NaN") || chart.contains("Infinity"), chart);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(chart)));
        }
        long noise = charts.stream().filter(chart -> chart.contains("class=\"noise\"")).count();
        assertEquals(charts.size(), noise, "each has a noise strip");
    }

    @Test
    void saysWhyAFigureIsMissingWhereItIsMissing() {
        assertTrue(FULL.contains("VOID: Not all connections were served: 1 of 50."), "in the scenario's table");
        assertTrue(FULL.contains("VOID in hand-over: Not all connections were served: 1 of 50."),
                "in the list of reasons");
        assertTrue(FULL.contains("† blocking stops there: limit reached at 1 connections."));
    }

    @Test
    void aLimitThatWasReachedIsNoFailure() {
        assertTrue(Pattern.compile("1 of the \\d+ cells is void; in 3 a server could do no more").matcher(FULL).find(),
                "the summary");
        assertTrue(FULL.contains(">limit</a></td>"), "the overview");
        assertTrue(FULL.contains("In idle-1000, idle-5000, idle-10000: Limit reached at 1,008 connections of 1,050."),
                "the list of reasons");
        assertFalse(FULL.contains("VOID: Limit"), "the scenario's table");
    }

    @Test
    void noiseIsCountedInCellsThatHaveAnIntervalOnly() {
        MadeUp run = new MadeUp(5).reference("select", "select-again").scenario("steady", 50).scenario("few", 4);
        for (String server : List.of("select", "select-again", "epoll")) {
            run.cpu(server, "steady", 5).single(server, "few", 5);
        }
        String page = Page.of(run.build(), List.of(), Optional.empty());
        assertTrue(page.contains("(median of 2 cells)"), page);
        assertTrue(page.contains("it was taken for two servers in 0 of the 1 that have an interval."), page);
    }

    @Test
    void aFigureOfZeroIsDrawn() {
        String chart = FULL.substring(FULL.indexOf("id=\"in-overload-recoveryMillis\""));
        chart = chart.substring(0, chart.indexOf("</figure>"));
        assertTrue(chart.contains("<title>forking: 1,000 "), chart);
        assertTrue(chart.contains("<title>uring: 2,000 ") && chart.contains("<title>select: 0 "), chart);
    }

    @Test
    void whatWasMeasuredOnceConcludesNothing() {
        MadeUp run = new MadeUp(1).reference("select", "select-again").scenario("few", 4);
        List.of("select", "select-again", "epoll").forEach(server -> run.single(server, "few", 5));
        String page = Page.of(run.build(), List.of(), Optional.empty());
        assertTrue(page.contains("Measured once: nothing is concluded. select, measured a second time, used "), page);
        assertTrue(page.contains("class=\"ratio UNKNOWN\"") && page.contains("in brackets: no verdict"), page);
    }

    @Test
    void theStripIsAsWideAsTheVerdictsNoise() {
        Topics topics = Topics.of(Crowd.full());
        Topic topic = topics.all().getFirst();
        Ratio verdict = AllRatios.of(topics).of("epoll", "select", topic).orElseThrow();
        BarChart.Noise strip = Noise.ofBars(topics, topic, AllRatios.of(topics), 100).orElseThrow();
        assertEquals(100 * (1 + verdict.noise()), strip.high(), 1e-6);
        assertTrue(FULL.contains("an interval that ends inside it is no difference."));
    }

    @Test
    void theOverviewHasRequestsOnly() {
        String overview = FULL.substring(FULL.indexOf("<section id=\"overview\">"));
        String head = overview.substring(0, overview.indexOf("</thead>"));
        assertTrue(head.contains(">steady</a>") && head.contains(">churn</a>"), head);
        List.of("start-up", "drain", "standing", "syscalls")
                .forEach(name -> assertFalse(head.contains(">" + name + "</a>"), name));
    }

    @Test
    void saysWhatOneMoreConnectionWeighs() {
        String section = FULL.substring(FULL.indexOf("<section id=\"memory\">"),
                FULL.indexOf("<section id=\"scenarios\">"));
        assertTrue(section.contains("<td data-v=\"4000\">4,000</td>"), section);
        assertTrue(section.contains("class=\"noise\""), section);
    }

    @Test
    void whatIsNotOursIsEscaped() {
        assertTrue(FULL.contains("Some CPU &lt;fast&gt;"));
        assertFalse(FULL.contains("<fast>"));
    }

    @Test
    void aRunOfOneScenarioWithoutAnAliasSaysThatNoiseIsUnknown() {
        String page = Page.of(Comparisons.sample(), List.of(), Optional.empty());
        assertTrue(page.contains("No server was measured twice"));
        assertTrue(page.contains("No noise strip"));
        assertTrue(page.contains("ping-pong: CPU time per request"));
        assertTrue(page.contains("Not available here: It needs a newer kernel."));
    }
}
