package dev.refservers.comparison.load;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of an {@link Order}.
 *
 * @param failure why it could not be done, as a sentence, or null
 * @param window what was seen; null when the order was not for a window
 * @param parts windows that are to be seen apart
 * @param counts whatever else was counted, by name
 */
record Answer(@Nullable String failure, @Nullable Sight window, List<Sight> parts, Map<String, Long> counts) {

    static final Answer DONE = new Answer(null, null, List.of(), Map.of());

    /** A {@link Window} with its histogram as text. */
    record Sight(long requests, long nanos, long busyNanos, double offeredPerSecond, long lagNanos, String latencies,
            @Nullable String latenciesFromSending, @Nullable String sendLags) {

        static Sight of(Window window) {
            Sending sending = window.sending();
            return new Sight(window.requests(), window.nanos(), window.busyNanos(), window.offeredPerSecond(),
                    window.lagNanos(), Window.encode(window.latencies()),
                    sending == null ? null : Window.encode(sending.latencies()),
                    sending == null ? null : Window.encode(sending.lags()));
        }

        Window window() {
            return new Window(requests, nanos, busyNanos, offeredPerSecond, lagNanos, Window.decode(latencies),
                    latenciesFromSending == null || sendLags == null
                            ? null
                            : new Sending(Window.decode(latenciesFromSending), Window.decode(sendLags)));
        }
    }

    static Answer of(Window window) {
        return new Answer(null, Sight.of(window), List.of(), Map.of());
    }

    static Answer failed(String sentence) {
        return new Answer(sentence, null, List.of(), Map.of());
    }

    Answer with(List<Window> newParts) {
        return new Answer(failure, window, newParts.stream().map(Sight::of).toList(), counts);
    }

    Answer with(Map<String, Long> newCounts) {
        return new Answer(failure, window, parts, newCounts);
    }

    /** The same, as whoever ordered a window gets it. */
    Seen seen() {
        return new Seen(Objects.requireNonNull(window).window(), parts.stream().map(Sight::window).toList(), counts);
    }
}
