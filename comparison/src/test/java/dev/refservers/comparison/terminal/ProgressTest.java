package dev.refservers.comparison.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void hasALineForEachServerThatSaysWhatIsDoneAndNoControlCharactersInAFile() {
        assertEquals("""
                This will take about 40 s.
                  0 %, about 40 s left: epoll: starting
                 50 %, about 40 s left: select: starting
                select is strange
                """, shown(false));
    }

    @Test
    void drawsTheSameLineAgainInATerminal() {
        String shown = shown(true);
        assertEquals(List.of("", "This will take about 40 s.", "  0 %, about 40 s left: epoll: starting",
                "  3 %, about 39 s left: epoll: ping-pong", " 50 %, about 40 s left: select: starting",
                "select is strange", " 75 %, about 13 s left: select: ping-pong", ""),
                List.of(shown.replace("\n", "").split("\r\u001b\\[K", -1)));
    }

    @Test
    void saysInAFileNowAndThenWhatTakesLong() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong seconds = new AtomicLong();
        Progress progress = new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false,
                () -> seconds.get() * 1_000_000_000, () -> 79);
        progress.begins(30);
        for (int round = 1; round <= 5; round++) {
            progress.step("block 1 of 5, all in turns: ping-pong, round " + round + " of 5", 6);
            seconds.addAndGet(6);
        }
        assertEquals("""
                This will take about 30 s.
                  0 %, about 30 s left: block 1 of 5, all in turns: ping-pong, round 1 of 5
                 40 %, about 18 s left: block 1 of 5, all in turns: ping-pong, round 3 of 5
                 80 %, about 6 s left: block 1 of 5, all in turns: ping-pong, round 5 of 5
                """, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void drawsNoMoreThanTheTerminalHasColumns() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, () -> 0, () -> 39);
        progress.begins(40);
        progress.step("block 1 of 5, all in turns: ping-pong, round 1 of 5", 1);
        String line = List.of(bytes.toString(StandardCharsets.UTF_8).split("\r\u001b\\[K", -1)).getLast();
        assertEquals("  0 %, about 40 s left: block 1 of 5, a", line);
        assertEquals(39, line.length());
    }

    @Test
    void givesLongTimesInMinutes() {
        assertEquals("89 s", Progress.duration(89));
        assertEquals("2 min", Progress.duration(100));
    }

    /** Everything takes as long as expected, but for the first server, which takes twice as long. */
    private static String shown(boolean interactive) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong seconds = new AtomicLong();
        Progress progress = new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), interactive,
                () -> seconds.get() * 1_000_000_000, () -> 79);
        progress.begins(40);
        progress.step("epoll: starting", 1);
        progress.step("epoll: ping-pong", 19);
        seconds.set(40);
        progress.step("select: starting", 10);
        progress.note("select is strange");
        progress.step("select: ping-pong", 10);
        progress.ends();
        progress.step("too late: starting", 10);
        progress.note("too late");
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
