package dev.refservers.comparison.load;

import org.jspecify.annotations.Nullable;

/**
 * What became of an {@link Order}.
 *
 * @param failure why it could not be done, as a sentence, or null
 * @param requests see {@link Window}; 0 when the order was not for a window
 * @param nanos see {@link Window}
 * @param busyNanos see {@link Window}
 * @param offeredPerSecond see {@link Window}
 * @param lagNanos see {@link Window}
 * @param latencies see {@link Window#encode}; null when the order was not for a window
 */
record Answer(@Nullable String failure, long requests, long nanos, long busyNanos, double offeredPerSecond,
        long lagNanos,
        @Nullable String latencies) {

    static final Answer DONE = new Answer(null, 0, 0, 0, 0, 0, null);

    static Answer of(Window window) {
        return new Answer(null, window.requests(), window.nanos(), window.busyNanos(), window.offeredPerSecond(),
                window.lagNanos(), Window.encode(window.latencies()));
    }

    static Answer failed(String sentence) {
        return new Answer(sentence, 0, 0, 0, 0, 0, null);
    }
}
