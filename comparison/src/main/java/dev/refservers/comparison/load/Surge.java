package dev.refservers.comparison.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * An open loop whose rate changes from phase to phase without a pause: what one phase leaves undone delays the next. Latencies
 * are kept for each slice of a tenth of a second apart, by the moment at which requests should have been sent. Used by the
 * reactor's thread, for one window.
 */
final class Surge implements Pace, Recorder {

    /** How long a slice is. */
    static final long SLICE_NANOS = 100_000_000;

    private final OpenLoop openLoop;
    private final Histogram[] slices;
    private final long[] lastHeardAt;
    private final long[] heard;
    private final Histogram all = Recorder.histogram();
    private long startedAt;

    /** A window of these phases; a tenth of a second is a slice. */
    Surge(Reactor reactor, List<Phase> phases, long seed) {
        int count = phases.stream().mapToInt(Phase::tenths).sum();
        double[] rates = new double[count];
        int slice = 0;
        for (Phase phase : phases) {
            Arrays.fill(rates, slice, slice + phase.tenths(), phase.perSecond());
            slice += phase.tenths();
        }
        slices = new Histogram[count];
        Arrays.setAll(slices, ignored -> Recorder.histogram());
        lastHeardAt = new long[count];
        heard = new long[count];
        openLoop = reactor.openLoop(count * SLICE_NANOS,
                Schedule.poisson(sinceStart -> rates[(int) Math.min(count - 1L, sinceStart / SLICE_NANOS)], seed));
    }

    /** What was seen in all slices together, in a window that was so long. */
    Window window(Window length) {
        return new Window(all.getTotalCount(), length.nanos(), length.busyNanos(), 0, 0, all);
    }

    /** What was seen in each slice: from its start to the last reply to what should have been sent in it. */
    List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (int slice = 0; slice < slices.length; slice++) {
            long requests = slices[slice].getTotalCount();
            windows.add(new Window(requests, Math.max(SLICE_NANOS, lastHeardAt[slice] - slice * SLICE_NANOS), 0,
                    requests / (SLICE_NANOS / 1e9), 0, slices[slice]));
        }
        return windows;
    }

    /** How many replies were heard in each slice, whenever they were asked for: see {@link Crowd#surge}. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        for (int slice = 0; slice < heard.length; slice++) {
            counts.put(Seen.REPLIES_IN_TENTH + slice, heard[slice]);
        }
        return counts;
    }

    @Override
    public void record(long spokenAt, long sentAt, long heardAt, int replies) {
        int slice = Math.clamp((spokenAt - startedAt) / SLICE_NANOS, 0, slices.length - 1);
        Recorder.record(slices[slice], heardAt - spokenAt, replies);
        Recorder.record(all, heardAt - spokenAt, replies);
        lastHeardAt[slice] = heardAt - startedAt;
        int heardIn = (int) ((heardAt - startedAt) / SLICE_NANOS);
        if (heardIn < heard.length) {
            heard[heardIn] += replies;
        }
    }

    @Override
    public void begin(long now) {
        startedAt = now;
        openLoop.begin(now);
    }

    @Override
    public void tick(long now) throws IOException {
        openLoop.tick(now);
    }

    @Override
    public void turnEnded(Client client) throws IOException {
        openLoop.turnEnded(client);
    }

    @Override
    public boolean over() {
        return openLoop.over();
    }

    @Override
    public long nanosUntilDue(long now) {
        return openLoop.nanosUntilDue(now);
    }
}
