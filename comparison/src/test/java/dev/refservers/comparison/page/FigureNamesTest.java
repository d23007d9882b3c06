package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"drainMillis|drain, ms", "kneePerSecond|knee per second",
        "epoll_waitCallsPerRequest|epoll_wait calls per request", "cpuPressureShare|cpu pressure, share",
        "kernelTcpBytes|kernel tcp, MB"})
    void areToldInWordsWithTheirUnitLast(String name, String words) {
        assertEquals(words, FigureNames.words(name));
    }

    @Test
    void chartsAreDrawnOfWhatAScenarioIsAboutOnly() {
        Topic topic = Topics.of(new MadeUp(1).scenario("calls", 50).parts("epoll", "calls", 5, List.of(),
                Map.of("gcMillis", 1.0, "callsPerRequest", 2.0, "readCallsPerRequest", 1.0, "heapBytes", 1e6)).build())
                .all().getFirst();
        assertEquals(List.of("callsPerRequest"), FigureNames.ofCharts(topic));
        assertEquals(1.0, FigureNames.median(topic.rows().getFirst().cell(), "heapBytes").orElseThrow());
    }

    @Test
    void aConnectionWeighsWhatTheLineThroughAllPointsRisesBy() {
        assertEquals(2_000, MemorySection.slope(List.of(new double[]{0, 5e6}, new double[]{1_000, 7e6},
                new double[]{2_000, 9e6})).orElseThrow(), 1e-6);
        assertTrue(MemorySection.slope(List.of(new double[]{0, 5e6})).isEmpty());
    }
}
