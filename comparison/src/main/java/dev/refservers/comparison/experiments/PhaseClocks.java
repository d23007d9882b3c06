package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the server's clocks where one phase of a load ends and the next begins, in a thread of its own, as whoever has ordered the
 * load waits for it. The load begins a moment later than the clocks are told: a few milliseconds of phases that last hundreds.
 */
final class PhaseClocks implements AutoCloseable {

    private final Meters meters;
    private final List<Phase> phases;
    private final long startNanos = System.nanoTime();
    private final Thread thread = new Thread(this::read, "phase clocks");
    /** Written by the thread, read when it has ended. */
    private final List<Meters.Reading> readings = new ArrayList<>();

    /** Begins to read; the phases must begin now, too. */
    PhaseClocks(Meters meters, List<Phase> phases) {
        this.meters = meters;
        this.phases = phases;
        thread.start();
    }

    private void read() {
        long dueNanos = startNanos;
        readings.add(meters.clocks());
        try {
            for (Phase phase : phases) {
                dueNanos += phase.duration().toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime())));
                readings.add(meters.clocks());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** CPU time that the server has used in each phase, or -1 where that is unknown; waits for the end of the last one. */
    List<Long> cpuNanos() {
        join();
        List<Long> nanos = new ArrayList<>();
        for (int phase = 1; phase < readings.size(); phase++) {
            nanos.add(meters.serverCpuNanos(readings.get(phase - 1), readings.get(phase)));
        }
        return nanos;
    }

    /** Ends the thread, if the load has ended before its time. */
    @Override
    public void close() {
        thread.interrupt();
        join();
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException early) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
