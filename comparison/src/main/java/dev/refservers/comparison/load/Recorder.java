package dev.refservers.comparison.load;

import org.HdrHistogram.Histogram;

/** Takes note of replies. Used by the reactor's thread; makes no garbage. */
interface Recorder {

    /** A histogram of latencies: up to a minute, to a thousandth of each. */
    static Histogram histogram() {
        return new Histogram(60_000_000_000L, 3);
    }

    /** One that forgets. */
    Recorder NONE = (spokenAt, sentAt, heardAt, replies) -> {};

    /** So many replies have come to what should have been said at the first moment, and was at the second. */
    void record(long spokenAt, long sentAt, long heardAt, int replies);

    /** One that puts all into one histogram. */
    static Recorder into(Histogram latencies) {
        return (spokenAt, sentAt, heardAt, replies) -> record(latencies, heardAt - spokenAt, replies);
    }

    /** One that puts latencies into one histogram, and those from sending into another. */
    static Recorder into(Histogram latencies, Histogram fromSending) {
        return (spokenAt, sentAt, heardAt, replies) -> {
            record(latencies, heardAt - spokenAt, replies);
            record(fromSending, heardAt - sentAt, replies);
        };
    }

    /** So many times the same, or the most that can be told. */
    static void record(Histogram histogram, long nanos, int count) {
        histogram.recordValueWithCount(Math.clamp(nanos, 0, histogram.getHighestTrackableValue()), count);
    }
}
