package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void doesNotDriftAtAFixedRate() {
        Schedule schedule = Arrivals.FIXED.at(30_000, 42);
        long at = 0;
        for (int n = 1; n <= 30_000; n++) {
            at += schedule.gapNanos(at);
            assertEquals((long) (n * 1e9 / 30_000), at);
        }
    }

    @Test
    void isRandomButTheSameForTheSameSeed() {
        Schedule schedule = Arrivals.POISSON.at(1000, 42);
        Schedule same = Arrivals.POISSON.at(1000, 42);
        Schedule other = Arrivals.POISSON.at(1000, 43);
        double squares = 0;
        long at = 0;
        boolean differs = false;
        for (int n = 0; n < 10_000; n++) {
            long gap = schedule.gapNanos(at);
            assertEquals(gap, same.gapNanos(at));
            differs |= gap != other.gapNanos(at);
            squares += (gap - 1e6) * (gap - 1e6);
            at += gap;
        }
        assertTrue(differs);
        assertEquals(10_000e6, (double) at, 300e6);
        // Gaps of Poisson arrivals deviate by as much as they are long on average.
        assertEquals(1e6, Math.sqrt(squares / 10_000), 50e3);
    }

    @Test
    void changesItsRateWithTheTime() {
        Schedule schedule = Schedule.poisson(sinceStart -> sinceStart < 1_000_000_000 ? 100 : 10_000, 42);
        int slow = 0;
        int fast = 0;
        for (long at = schedule.gapNanos(0); at < 2_000_000_000; at += schedule.gapNanos(at)) {
            if (at < 1_000_000_000) {
                slow++;
            } else {
                fast++;
            }
        }
        assertEquals(100, slow, 40);
        assertEquals(10_000, fast, 400);
    }
}
