package dev.refservers.comparison.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void hasTheMedianBetweenItsBounds() {
        Interval interval = Interval.of(5, 1, 3, 2, 4);
        assertEquals(3, interval.median());
        assertTrue(interval.low() >= 1 && interval.low() <= 2, interval.toString());
        assertTrue(interval.high() >= 4 && interval.high() <= 5, interval.toString());
    }

    @Test
    void isTheSameForTheSameSample() {
        assertEquals(Interval.of(1, 2, 4, 8), Interval.of(1, 2, 4, 8));
    }

    @Test
    void saysNothingOfASingleValue() {
        Interval interval = Interval.of(7);
        assertEquals(7, interval.median());
        assertEquals(Double.NEGATIVE_INFINITY, interval.low());
        assertEquals(Double.POSITIVE_INFINITY, interval.high());
    }

    @Test
    void containsTheTrueMedianNearlyAlways() {
        Random random = new Random(1);
        int contained = 0;
        for (int i = 0; i < 400; i++) {
            double[] sample = random.doubles(5).map(uniform -> Math.log(uniform / (1 - uniform))).toArray();
            Interval interval = Interval.of(sample);
            contained += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
        }
        // Five values: the true median is outside all of them in one case of sixteen.
        assertTrue(contained > 0.88 * 400 && contained < 400, "contained " + contained + " of 400 times");
    }
}
