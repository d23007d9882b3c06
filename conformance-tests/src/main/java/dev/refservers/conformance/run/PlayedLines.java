package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Transcript.Played;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** When each line of a script was played; lines in loops are played by the ten thousand. */
final class PlayedLines {

    private int[] times = new int[64];
    private long[] firstNanos = new long[64];
    private long[] lastNanos = new long[64];

    /** A line begins to be played; 0 is none. */
    void begin(int line, long nanos) {
        if (line >= times.length) {
            int longer = Math.max(line + 1, 2 * times.length);
            times = Arrays.copyOf(times, longer);
            firstNanos = Arrays.copyOf(firstNanos, longer);
            lastNanos = Arrays.copyOf(lastNanos, longer);
        }
        if (times[line]++ == 0) {
            firstNanos[line] = nanos;
        }
        lastNanos[line] = nanos;
    }

    /** In the order of the file. */
    List<Played> all() {
        return IntStream.range(1, times.length).filter(line -> times[line] > 0)
                .mapToObj(line -> new Played(line, times[line], firstNanos[line], lastNanos[line])).toList();
    }
}
