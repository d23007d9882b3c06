package dev.refservers.comparison.load;

import org.HdrHistogram.Histogram;

/** Takes note of replies. Used by the reactor's thread; makes no garbage. */
interface Recorder {

    /** A histogram of latencies: up to a minute, to a thousandth of each. */
    static Histogram histogram() {
        return new Histogram(60_000_000_000L, 3);
    }

    /** One that forgets. */
    Recorder NONE = (spokenAt, heardAt, replies) -> {};

    /** So many replies have come to what was said, or should have been, at this moment. */
    void record(long spokenAt, long heardAt, int replies);

    /** One that puts all into one histogram. */
    static Recorder into(Histogram latencies) {
        return (spokenAt, heardAt, replies) -> latencies.recordValueWithCount(
                Math.clamp(heardAt - spokenAt, 0, latencies.getHighestTrackableValue()), replies);
    }
}
