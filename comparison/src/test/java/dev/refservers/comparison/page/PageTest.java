package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.page.svg.BarChart;
import dev.refservers.comparison.page.svg.Series;
import dev.refservers.comparison.result.Comparisons;
import dev.refservers.comparison.statistics.Ratio;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    void whatComesBackIsAStepOfItsOwn() {
        MadeUp run = new MadeUp(1).scenario("overload", "overload", "% of its capacity", null, 50);
        List.of("select", "epoll").forEach(server -> run.steps(server, "overload", 50, 120, 50));
        String page = Page.of(run.build(), List.of(), Optional.empty());
        String chart = page.substring(page.indexOf("id=\"in-overload-by-p99\""));
        Matcher line = Pattern.compile("class=\"line\" d=\"M([\\d.]+) [\\d.]+L([\\d.]+) [\\d.]+L([\\d.]+) ")
                .matcher(chart);
        assertTrue(line.find(), chart);
        assertTrue(Double.parseDouble(line.group(1)) < Double.parseDouble(line.group(2))
                && Double.parseDouble(line.group(2)) < Double.parseDouble(line.group(3)), line.group());
        assertTrue(chart.contains(">50 % again</text>"), chart);
    }

    @Test
    void aMarkGoesForAllThatWasTimed() {
        String table = FULL.substring(FULL.indexOf("aria-label=\"Figures of steady\""));
        String row = table.substring(table.indexOf("<tr data-server=\"async\">"));
        row = row.substring(0, row.indexOf("</tr>"));
        assertEquals(6, Pattern.compile("<sup>\\?</sup></td>").matcher(row).results().count(), row);
    }

    @Test
    void aScaleOfFactorsHasDotsAndNoBars() {
        String chart = FULL.substring(FULL.indexOf("id=\"in-overload-recoveryMillis\""));
        assertTrue(chart.indexOf("class=\"bar\"") < chart.indexOf("</figure>"), "on a scale from 0");
        List<BarChart.Bar> bars = Stream.of(1.0, 100.0)
                .map(value -> new BarChart.Bar(new Series.Mark("a", "c0"), value, value, value, "", "")).toList();
        String factors = BarChart.draw("", "ms", bars, Optional.empty());
        assertTrue(factors.contains("ms, logarithmic") && factors.contains("<circle"), factors);
        assertFalse(factors.contains("class=\"bar\""), factors);
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
    void aConnectionDoesNotWeighLessThanNothing() {
        MadeUp run = new MadeUp(1).scenario("idle-0", "idle", "connections", 0.0, 50)
                .scenario("idle-1k", "idle", "connections", 1_000.0, 1_000);
        for (String server : List.of("select", "epoll")) {
            run.parts(server, "idle-0", 5, List.of(), Map.of("kernelTcpBytes", 5e5))
                    .parts(server, "idle-1k", 5, List.of(), Map.of("kernelTcpBytes", 4e5));
        }
        String page = Page.of(run.build(), List.of(), Optional.empty());
        assertTrue(page.contains("<td data-v=\"0\"><abbr title=\"-100: noise\">about 0</abbr></td>"), page);
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
