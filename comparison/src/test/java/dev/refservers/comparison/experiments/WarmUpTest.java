package dev.refservers.comparison.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void isNotSettledBeforeTheThirdWindow() {
        WarmUp warmUp = warmUp(5.0, 5.0);
        assertFalse(warmUp.settled());
        warmUp.add(5.0);
        assertTrue(warmUp.settled());
        assertEquals(3, warmUp.windows());
    }

    @Test
    void isSettledWhenTheLastThreeAgreeWithinThreePercent() {
        assertTrue(warmUp(90, 20, 5.00, 5.10, 5.14).settled());
        assertFalse(warmUp(90, 20, 5.00, 5.10, 5.16).settled());
        assertFalse(warmUp(5, 5, 5, 5, 6).settled());
    }

    @Test
    void isNeverSettledOnNothing() {
        assertFalse(warmUp(0, 0, 0).settled());
        assertFalse(warmUp(Double.NaN, 1, 1).settled());
    }

    private static WarmUp warmUp(double... costs) {
        WarmUp warmUp = new WarmUp();
        for (double cost : costs) {
            warmUp.add(cost);
        }
        return warmUp;
    }
}
