package dev.refservers.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.result.Comparisons;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    @Test
    void saysWhatThePlainTextSays() {
        assertEquals("""
                Quick comparison, 2 blocks of 1.0 s for each figure, seed 7, 61 s in all, on Linux 6.1 amd64, Some CPU, \
                2 cores, JDK Some JDK 25, revision 0123456789ab.

                Each has a core.

                Before measuring: All scripts.

                |conformance||
                |---|---|
                |blocking|queue: conforms (147 pass, 3 n/a)|
                |epoll|queue: conforms (150 pass)|
                |flawed|queue: does NOT conform (148 pass, 2 fail). a/b: fail: why; c/d: fail|
                |uring|Not available here: It needs a newer kernel.|

                **ping-pong (queue)**: 50 connections, each asks the least and waits for the reply. A request that does \
                nothing costs only what the architecture costs: to wait, to read, to write.

                |server|CPU µs /request|times least|requests/s|p50 µs|p99 µs|p99.9 µs|switches /request|\
                threads|PSS MB|
                |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
                |epoll|4.50|1.00|≥100,000|200|200|200|0.001|12|40|
                |blocking [1] ?|9.00|2.00|50,000|200|200|200|0.001|12|40|
                |flawed|VOID: Not measured: it does not conform.|||||||||

                [1] blocking serves one client at a time: limit reached at 1 connection.

                - `≥` The generator was busy for more than 90 % of the time: the server may answer more requests, and \
                sooner. CPU time per request is the server's own.
                - `?` It was still being compiled, or became faster, when the warm-up was over.
                - epoll: Block 2: it ended with exit code 3 after SIGTERM, instead of 0.
                """, MarkdownReport.of(Comparisons.sample()));
    }

    @Test
    void hasIntervalsAndSentencesOfRatios() {
        double[] even = {5.00, 5.10, 4.95, 5.05, 5.00};
        double[] less = {4.00, 4.08, 3.96, 4.04, 4.00};
        String text = MarkdownReport.of(Comparisons.costs("select", even, "select-again", even, "epoll", less));
        assertTrue(text.contains("|epoll|4.00|0.80 ±0.00|"), text);
        assertTrue(text.contains("|select-again|5.00|≈1.00 ±0.00|"), text);
        assertTrue(text.contains("\n- epoll used 1.25 ±0.00 times less CPU per request than select.\n"), text);
        assertTrue(text.contains("\n- `≈` No difference was found"), text);
        assertTrue(text.contains("<details><summary>conformance</summary>\n\nBefore measuring: All scripts.\n\n|"),
                text);
    }

    @Test
    void hasTheStepsAndFiguresOfExperimentsWithTheirMarks() {
        String text = MarkdownReport
                .of(Comparisons
                        .disturbed(Comparisons.experiment(Map.of("listeningMillis", 81_234.0, "drainMillis", 1.5))));
        assertTrue(text.contains("""
                |server|drainMillis|listeningMillis|
                |---|--:|--:|
                |epoll|1.50|81,234|
                """), text);
        assertTrue(text.contains("\n|epoll|~50,000|~≥100,000|\n"), text);
        assertTrue(text.contains("\n|epoll ~|4.00|"), text);
        assertTrue(text.contains("\n- `~` Others had more than 5 % of a core meanwhile"), text);
    }
}
