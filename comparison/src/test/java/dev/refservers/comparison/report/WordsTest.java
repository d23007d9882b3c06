package dev.refservers.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static Ratio ratio(String server, double ratio, double half, Verdict verdict) {
        return new Ratio(server, "ping-pong", "queue", ratio, ratio - half, ratio + half, 0.01, verdict);
    }

    @Test
    void areASentenceForThoseThatUsedLessForThoseThatUsedMoreAndForAllOthers() {
        assertEquals(
                List.of("epoll used 1.25 ±0.03 times less CPU per request than select, uring 1.11 ±0.01 times.",
                        "virtual used 2.00 ±0.10 times as much CPU per request as select, polling 5.00 ±1.00 times.",
                        "Indistinguishable from select: sigio, async."),
                Words.sentences(List.of(ratio("polling", 5, 1, Verdict.MORE), ratio("sigio", 1.01, 0.05,
                        Verdict.INDISTINGUISHABLE), ratio("uring", 0.9, 0.01, Verdict.LESS),
                        ratio("epoll", 0.8, 0.02, Verdict.LESS), ratio("few", 3, 1, Verdict.UNKNOWN),
                        ratio("virtual", 2, 0.1, Verdict.MORE), ratio("async", 0.99, 0.05,
                                Verdict.INDISTINGUISHABLE)),
                        "select"));
    }
}
