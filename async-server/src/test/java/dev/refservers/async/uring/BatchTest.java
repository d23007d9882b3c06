package dev.refservers.async.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final Batch batch = new Batch();

    /** A turn that brings the first {@code clients} of all. */
    private void turn(int clients, int[] periods) {
        for (int client = 0; client < clients; client++) {
            batch.received(periods[client] != batch.period());
            periods[client] = batch.period();
        }
        batch.turned();
    }

    private static int[] clients(int count) {
        int[] periods = new int[count];
        Arrays.fill(periods, -1);
        return periods;
    }

    @Test
    void whoIsAloneIsServedAtOnce() {
        int[] one = clients(1);
        for (int turn = 0; turn < 1_000; turn++) {
            turn(1, one);
            assertEquals(1, batch.size());
        }
    }

    @Test
    void noMoreAreWaitedForThanHalfOfThoseBeyondAFew() {
        int[] twelve = clients(12);
        int largest = 0;
        for (int turn = 0; turn < 1_000; turn++) {
            turn(12, twelve);
            largest = Math.max(largest, batch.size());
        }
        assertEquals(4, largest);
    }

    @Test
    void manyAreWaitedForUntilTheyDoNotComeInTime() {
        int[] many = clients(100);
        for (int turn = 0; turn < 200; turn++) {
            turn(20, many);
        }
        turn(2, many);
        assertEquals(2, batch.size());
        turn(2, many);
        assertEquals(3, batch.size(), "came in time, so one more is asked for");
        turn(0, many);
        assertEquals(1, batch.size());
    }

    @Test
    void aBurstOfManyClientsThatEachComeOnceDoesNotMakeTheNextOneWaitForLong() {
        int[] many = clients(100);
        for (int turn = 0; turn < 65; turn++) {
            turn(50, many);
        }
        assertTrue(batch.size() > 1);
        turn(1, many);
        assertEquals(1, batch.size());
    }

    @Test
    void whatIsSentIsNotTakenForClientsThatHaveCome() {
        int[] many = clients(100);
        batch.sends(true);
        assertEquals(1, batch.completions(), "the loop is not busy: whatever comes is looked at");
        for (int turn = 0; turn < 65; turn++) {
            turn(12, many);
        }
        assertEquals(4, batch.completions());
        batch.sends(true);
        batch.sends(false);
        batch.sends(true);
        assertEquals(6, batch.completions(), "the one that is too long is to be gone on with");
        assertEquals(4, batch.completions());
    }
}
