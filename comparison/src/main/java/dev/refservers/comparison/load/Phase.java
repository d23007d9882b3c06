package dev.refservers.comparison.load;

import java.time.Duration;

/**
 * A part of a surge.
 *
 * @param tenths how many tenths of a second it lasts
 * @param perSecond how many rounds begin in a second
 */
public record Phase(int tenths, double perSecond) {

    /** How long it lasts. */
    public Duration duration() {
        return Duration.ofMillis(100L * tenths);
    }
}
