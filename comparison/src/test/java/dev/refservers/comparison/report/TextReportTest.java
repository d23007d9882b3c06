package dev.refservers.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.result.Comparisons;
import dev.refservers.comparison.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void showsOneTableForEachScenarioWithLeastCostFirst() {
        assertEquals("""
                Quick comparison, 2 blocks of 1.0 s for each figure, seed 7, 61 s in all, on Linux 6.1 amd64, Some
                CPU, 2 cores, JDK Some JDK 25, revision 0123456789ab.
                Each has a core.
                Before measuring: All scripts.
                conformance
                blocking     queue: conforms (147 pass, 3 n/a)
                epoll        queue: conforms (150 pass)
                flawed       queue: does NOT conform (148 pass, 2 fail). a/b: fail: why; c/d: fail
                uring        Not available here: It needs a newer kernel.

                ping-pong (queue): 50 connections, each asks the least and waits for the reply. A request that does
                nothing costs only what the architecture costs: to wait, to read, to write.
                                  CPU µs  times              p50  p99  p99.9  switches           PSS
                server          /request  least  requests/s   µs   µs     µs  /request  threads   MB
                epoll               4.50   1.00    ≥100,000  200  200    200     0.001       12   40
                blocking [1] ?      9.00   2.00      50,000  200  200    200     0.001       12   40
                flawed          VOID: Not measured: it does not conform.
                [1] blocking serves one client at a time: limit reached at 1 connection.

                ≥ The generator was busy for more than 90 % of the time: the server may answer more requests, and
                  sooner. CPU time per request is the server's own.
                ? It was still being compiled, or became faster, when the warm-up was over.
                epoll: Block 2: it ended with exit code 3 after SIGTERM, instead of 0.
                """, TextReport.of(Comparisons.sample()).replaceAll("(?m) +$", ""));
    }

    @Test
    void holdsServersAgainstTheReferenceInFiguresAndInWords() {
        double[] even = {5.00, 5.10, 4.95, 5.05, 5.00};
        double[] less = {4.00, 4.08, 3.96, 4.04, 4.00};
        String text = TextReport.of(Comparisons.costs("select", even, "select-again", even, "epoll", less));
        assertTrue(text.contains("""
                                CPU µs        times              p50  p99  p99.9  switches           PSS
                server        /request       select  requests/s   µs   µs     µs  /request  threads   MB
                epoll             4.00   0.80 ±0.00    ≥100,000  200  200    200     0.000       12   40
                select            5.00            1    ≥100,000  200  200    200     0.000       12   40
                select-again      5.00  ≈1.00 ±0.00    ≥100,000  200  200    200     0.000       12   40
                epoll used 1.25 ±0.00 times less CPU per request than select.
                Indistinguishable from select: select-again.
                """), text);
        assertTrue(text.contains("""
                times The median ratio of windows that were measured side by side, and its interval of 95 %; to
                  divide one median by another gives something else.
                """), text);
    }

    @Test
    void showsTheStepsAndFiguresOfExperiments() {
        String text = TextReport.of(Comparisons.experiment(Map.of("kneePerSecond", 81_234.0, "drainMillis", 1.5)));
        assertTrue(text.contains("""
                server  drainMillis  kneePerSecond
                epoll          1.50         81,234
                p99 µs  at rest  in haste
                epoll       200       200
                requests/s  at rest  in haste
                epoll        50,000  ≥100,000
                """), text);
    }

    @Test
    void marksARowAndAStepThatOthersHaveDisturbed() {
        String text = TextReport.of(Comparisons.disturbed(Comparisons.experiment(Map.of())));
        assertTrue(text.contains("\nepoll ~      4.00 "), text);
        assertTrue(text.contains("""
                p99 µs  at rest  in haste
                epoll      ~200      ~200
                requests/s  at rest   in haste
                epoll       ~50,000  ~≥100,000
                """), text);
        assertTrue(text.contains("\n~ Others had more than 5 % of a core meanwhile"), text);
    }

    @Test
    void leavesTheRarestLatencyOutWhereItDoesNotFit() {
        FigureTable figures = new FigureTable(null, Map.of());
        figures.add("epoll", Comparisons.sample().servers().get(1).cells().getFirst(), true);
        assertTrue(figures.table(Terminal.WIDTH).render(Terminal.WIDTH).contains("p99.9"));
        String narrow = figures.table(70).render(70);
        assertTrue(narrow.contains("p99") && !narrow.contains("p99.9") && narrow.contains("switches"), narrow);
    }

    @Test
    void putsColumnsThatDoNotFitIntoTablesBelow() {
        ColumnTables tables = new ColumnTables("server", List.of("a"));
        for (int i = 0; i < 30; i++) {
            tables.add("column " + i, "a", "1");
        }
        String text = tables.tables(Terminal.WIDTH).stream().map(table -> table.render(Terminal.WIDTH))
                .collect(Collectors.joining());
        assertTrue(text.lines().allMatch(line -> line.length() <= Terminal.WIDTH), text);
        assertEquals(30, text.split("column ", -1).length - 1);
    }

    @Test
    void fitsTheWidthOfATerminal() {
        assertTrue(TextReport.of(Comparisons.sample()).lines().allMatch(line -> line.length() <= Terminal.WIDTH));
    }
}
