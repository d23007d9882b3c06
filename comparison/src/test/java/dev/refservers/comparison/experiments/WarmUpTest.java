package dev.refservers.comparison.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void isNotSettledBeforeTheFourthWindow() {
        WarmUp warmUp = warmUp(5.0, 5.0, 5.0);
        assertFalse(warmUp.settled());
        warmUp.add(5.0, OptionalDouble.empty());
        assertTrue(warmUp.settled());
        assertEquals(4, warmUp.windows());
    }

    @Test
    void isSettledWhenItHasNotBecomeBetterForThreeWindows() {
        assertTrue(warmUp(90, 20, 5.00, 4.90, 5.00, 5.00).settled());
        assertFalse(warmUp(90, 20, 5.00, 5.00, 5.00, 4.80).settled());
        assertFalse(warmUp(90, 20, 5.00, 4.80, 5.00, 5.00).settled());
    }

    @Test
    void isSettledThoughTheMachineBecomesSlower() {
        assertTrue(warmUp(90, 5.0, 6.0, 5.1, 7.0).settled());
    }

    @Test
    void isNeverSettledOnNothing() {
        assertFalse(warmUp(0, 0, 0, 0).settled());
        assertFalse(warmUp(Double.NaN, 1, 1, 1).settled());
    }

    @Test
    void isSettledWhenItsCompilersHaveRestedForThreeWindows() {
        assertFalse(compiling(0.02, 0.02).settled());
        assertTrue(compiling(0.02, 0.02, 0.03).settled());
        assertFalse(compiling(0.02, 0.02, 0.04).settled());
        assertFalse(compiling(0.04, 0.02, 0.02).settled());
        assertTrue(compiling(0.9, 0.04, 0.02, 0.02, 0).settled());
    }

    private static WarmUp compiling(double... shares) {
        WarmUp warmUp = new WarmUp();
        for (int i = 0; i < shares.length; i++) {
            // However much faster it becomes.
            warmUp.add(100 - 10 * i, OptionalDouble.of(shares[i]));
        }
        return warmUp;
    }

    private static WarmUp warmUp(double... costs) {
        WarmUp warmUp = new WarmUp();
        for (double cost : costs) {
            warmUp.add(cost, OptionalDouble.empty());
        }
        return warmUp;
    }
}
