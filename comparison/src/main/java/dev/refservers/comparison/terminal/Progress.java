package dev.refservers.comparison.terminal;

import dev.refservers.comparison.experiments.Listener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Shows how a comparison goes on: in a terminal as one line that is drawn again at each step, otherwise as a line whenever
 * another server has its turn, and for what takes longer every ten seconds. Nothing is drawn in between: whoever is measured has the machine to itself. Safe for use by many threads, as it may
 * be ended by another than it is told by.
 */
public final class Progress implements Listener {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final long SILENCE_MOST_NANOS = 10_000_000_000L;

    private final PrintStream out;
    private final boolean interactive;
    private final LongSupplier clock;
    private final IntSupplier columns;
    private double expectedTotal;
    private double expectedDone;
    private double expectedOfStep;
    private long startNanos;
    private long printedNanos;
    private String server = "";
    private boolean over;

    /**
     * Shows it there.
     *
     * @param interactive whether a line may be drawn again
     */
    public Progress(PrintStream out, boolean interactive) {
        this(out, interactive, System::nanoTime, Terminal::errorColumns);
    }

    Progress(PrintStream out, boolean interactive, LongSupplier clock, IntSupplier columns) {
        this.out = out;
        this.interactive = interactive;
        this.clock = clock;
        this.columns = columns;
    }

    @Override
    public synchronized void begins(double expectedSeconds) {
        expectedTotal = expectedSeconds;
        startNanos = clock.getAsLong();
        note("This will take about " + duration(expectedSeconds) + ".");
    }

    @Override
    public synchronized void step(String what, double expectedSeconds) {
        if (over) {
            return;
        }
        expectedDone += expectedOfStep;
        expectedOfStep = expectedSeconds;
        if (interactive) {
            String line = status() + what;
            out.print(CLEAR_LINE + Terminal.cut(line, columns.getAsInt()));
            out.flush();
            return;
        }
        String of = what.substring(0, Math.max(0, what.lastIndexOf(':')));
        if (!of.equals(server) || clock.getAsLong() - printedNanos >= SILENCE_MOST_NANOS) {
            server = of;
            printedNanos = clock.getAsLong();
            out.println(Terminal.cut(status() + what, Terminal.WIDTH));
        }
    }

    @Override
    public synchronized void note(String line) {
        if (over) {
            return;
        }
        out.println((interactive ? CLEAR_LINE : "") + line);
    }

    /** From now on nothing is shown any more. */
    @Override
    public synchronized void ends() {
        over = true;
        if (interactive) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private String status() {
        double done = expectedTotal > 0 ? Math.min(1, expectedDone / expectedTotal) : 0;
        return String.format(Locale.ROOT, "%3.0f %%, about %s left: ", done * 100, duration(secondsLeft()));
    }

    /** What is expected, stretched by what the steps so far have taken more or less than expected. */
    private double secondsLeft() {
        double elapsed = (clock.getAsLong() - startNanos) / 1e9;
        double stretch = expectedDone > 5 ? Math.clamp(elapsed / expectedDone, 0.5, 4) : 1;
        return Math.max(0, expectedTotal - expectedDone) * stretch;
    }

    static String duration(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }
}
