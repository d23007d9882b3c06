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
    void hasALineForEachServerAndNoControlCharactersInAFile() {
        assertEquals("""
                This will take about 40 s.
                  0 %, about 40 s left: epoll
                 50 %, about 40 s left: select
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
    void givesLongTimesInMinutes() {
        assertEquals("89 s", Progress.duration(89));
        assertEquals("2 min", Progress.duration(100));
    }

    /** Everything takes as long as expected, but for the first server, which takes twice as long. */
    private static String shown(boolean interactive) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AtomicLong seconds = new AtomicLong();
        Progress progress = new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), interactive,
                () -> seconds.get() * 1_000_000_000);
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
