package dev.refservers.comparison.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {

    @Test
    void isALineOfFourWords() {
        assertEquals(List.of(new Bound(Figure.CPU, "ping-pong", "*", 1.1), new Bound(Figure.PSS, "*", "epoll", 2)),
                Bound.parse("# why\ncpu ping-pong * 1.1 # so much\n\n  pss  *  epoll  2\n"));
    }

    @Test
    void thoseOfThisProjectCanBeRead() throws Exception {
        assertTrue(
                Bound.parse(Files.readString(Programs.home().orElseThrow().resolve("config/bounds.txt"))).size() >= 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cpu ping-pong 1.1          | line 1, 'cpu ping-pong 1.1': a bound is FIGURE SCENARIO SERVER TIMES.",
        "cost * * 1.1               | line 1, 'cost * * 1.1': there is no figure 'cost'; there is cpu, cpu-ratio, requests/s, p99, pss.",
        "cpu * * 0.9                | line 1, 'cpu * * 0.9': 0.9 must be at least 1, and less than 1000.",
        "cpu * * NaN                | line 1, 'cpu * * NaN': NaN must be at least 1, and less than 1000."})
    void saysWhatIsWrongWithALine(String line, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Bound.parse(line)).getMessage());
    }
}
